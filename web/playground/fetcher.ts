/**
 * How the playground speaks to the graph: HTTP for questions, graphql-ws for subscriptions, both as the caller of the headers.
 *
 * A socket is who it was opened as, so one is opened per subscription and closed with it.
 */
import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';

type Headers = Readonly<Record<string, string>>;

export function createFetcher(): Fetcher {
  let presented: Headers = {};
  const socket = new URL('/graphql', window.location.href);
  socket.protocol = socket.protocol.replace('http', 'ws');
  const wsClient = createClient({
    url: socket.href,
    lazyCloseTimeout: 0,
    retryAttempts: 3,
    connectionParams: () => ({ ...presented }),
  });
  const speak = createGraphiQLFetcher({ url: new URL('/graphql', window.location.href).href, wsClient });
  return (question, options = {}) => {
    const headers = withoutEmptyBearer(options.headers ?? {});
    presented = headers;
    return speak(question, { ...options, headers });
  };
}

/** The header as it stands before a token is pasted says nothing, and an empty token would be refused as a bad one. */
function withoutEmptyBearer(headers: Record<string, unknown>): Record<string, string> {
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(texts.filter(([, value]) => !/^\s*(Bearer)?[\s.…]*$/i.test(value)));
}
