/** Starts the live board page: one connection to the graph for the whole life of the page. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createLiveGraph } from './graph/live-graph.js';
import { LivePage } from './live-page.js';
import './style/palette.css';
import './style/page.css';
import './style/standings.css';

const page = document.getElementById('page');
if (page === null) throw new Error('The page has no place to be drawn in.');

const address = new URL('/graphql', window.location.href);
address.protocol = address.protocol.replace('http', 'ws');

createRoot(page).render(
  <StrictMode>
    <LivePage live={createLiveGraph(address.href)} />
  </StrictMode>,
);
