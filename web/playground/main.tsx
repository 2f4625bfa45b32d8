/** Starts the playground: GraphiQL from our own build, with nothing fetched from anywhere else. */
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';
import { askFacts } from './ask-facts.js';
import { examples, NOBODY } from './examples.js';
import { createFetcher } from './fetcher.js';
import 'graphiql/graphiql.css';
import './playground.css';

const page = document.getElementById('page');
if (page === null) throw new Error('The page has no place to be drawn in.');

const root = createRoot(page);
const fetcher = createFetcher();

void askFacts().then((facts) => {
  root.render(
    <GraphiQL
      fetcher={fetcher}
      defaultHeaders={NOBODY}
      defaultTabs={examples(facts)}
      defaultEditorToolsVisibility="headers"
      isHeadersEditorEnabled
    >
      <GraphiQL.Logo>
        <a className="home" href="/">
          <img src="/mark.svg" alt="" width="22" height="22" />
          Coalition
        </a>
      </GraphiQL.Logo>
    </GraphiQL>,
  );
});
