/**
 * Asks the public door once and shows the whole answer, refusals included: what a client of any kind would read.
 *
 * Never asks twice, unlike the client that partners use: a test of refusals must see the first one.
 */
export interface DoorAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the query's, which each test knows.
  readonly data?: any;
  readonly errors: readonly DoorAnswerError[];
}

export interface DoorAnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** A token or an API key; left out, a stranger asks. */
  readonly credential?: string | undefined;
}

/** @param url - of the gateway, such as `http://127.0.0.1:4000` */
export async function askDoor(
  url: string,
  { query, variables = {}, credential }: Question,
): Promise<DoorAnswer> {
  const headers = {
    'content-type': 'application/json',
    ...(credential === undefined ? {} : { authorization: `Bearer ${credential}` }),
  };
  return sendToDoor(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
}

/** Sends whatever a test wants to send to `/graphql`. */
export async function sendToDoor(url: string, request: RequestInit, search = ''): Promise<DoorAnswer> {
  const response = await fetch(`${url}/graphql${search}`, request);
  const text = await response.text();
  const answer = (text.startsWith('{') ? JSON.parse(text) : {}) as Partial<DoorAnswer>;
  const { status, headers } = response;
  return { status, headers, text, data: answer.data, errors: answer.errors ?? [] };
}

/** The codes of all errors of an answer. */
export function codesOf({ errors }: DoorAnswer): string[] {
  return errors.map(({ extensions }) => extensions.code);
}
