/**
 * How the playground speaks to the graph: HTTP for questions, graphql-ws for subscriptions, both as the
 * caller of the headers.
 *
 * A socket is who it was opened as, so one is opened per subscription and closed with it.
 */
import { createGraphiQLFetcher, type Fetcher, type FetcherOpts, type FetcherParams } from '@graphiql/toolkit';
import { type DocumentNode, Kind, parse } from 'graphql';
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
    return speak(...asWritten(question, { ...options, headers }));
  };
}

/**
 * The editor learns of a changed text a moment late: who switches tabs and runs at once would ask with the
 * operation's name of the last tab. So the text itself says what its operation is called, and whether it is
 * a subscription.
 */
function asWritten(question: FetcherParams, options: FetcherOpts): [FetcherParams, FetcherOpts] {
  const documentAST = parsed(question.query);
  const names = documentAST?.definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION ? [each.name?.value] : [],
  );
  if (documentAST === null || names?.length !== 1) return [question, options];
  const [operationName = null] = names;
  return [
    { ...question, operationName },
    { ...options, documentAST },
  ];
}

/**
 * A text that is not GraphQL goes to the graph as it is, which says better than we could what is wrong with
 * it.
 */
function parsed(query: string): DocumentNode | null {
  try {
    return parse(query);
  } catch {
    return null;
  }
}

/**
 * The header as it stands before a token is pasted says nothing, and an empty token would be refused as a
 * bad one.
 */
function withoutEmptyBearer(headers: Record<string, unknown>): Record<string, string> {
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return Object.fromEntries(texts.filter(([, value]) => !/^\s*(Bearer)?[\s.…]*$/i.test(value)));
}
