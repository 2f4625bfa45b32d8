/**
 * One request, sent once, and what the client can know afterwards: done, refused, turned away, or unknown.
 *
 * Unknown is what a lost connection and every error that says "again" leave behind: the act may have happened or not.
 */
import { isDoorErrorCode } from '../../../shared/platform/graph/door-errors.js';
import { type Act, type ActKind, acts } from './acts.js';

export type Outcome =
  | { readonly is: 'ok'; readonly id: string; readonly replayed: boolean; readonly points: bigint }
  | { readonly is: 'refused'; readonly refusal: string; readonly message: string }
  | { readonly is: 'unknown'; readonly why: string }
  /** An error that says "never again", or none of the table: this load sends nothing that deserves one. */
  | { readonly is: 'turned away'; readonly why: string };

export interface Sent {
  readonly url: string;
  readonly credential: string;
  readonly kind: ActKind;
  readonly input: Readonly<Record<string, unknown>>;
}

interface Answered {
  readonly __typename: string;
  readonly replayed?: boolean;
  readonly message?: string;
  readonly points?: string;
  readonly member?: { readonly id: string };
  readonly purchase?: { readonly id: string };
  readonly purchaseReturn?: { readonly id: string };
  readonly hold?: { readonly id: string };
}

interface Body {
  readonly data?: Readonly<Record<string, Answered | null>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: unknown; readonly retryable?: unknown };
  }[];
}

/** Longer than the gateway's own deadline: whoever waits this long waits for a connection that is dead. */
const PATIENCE_MS = 20_000;

export async function askOnce({ url, credential, kind, input }: Sent): Promise<Outcome> {
  let text: string;
  try {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        authorization: `Bearer ${credential}`,
      },
      body: JSON.stringify({ query: acts[kind].document, variables: { input } }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    text = await response.text();
  } catch (fault) {
    return { is: 'unknown', why: `connection: ${connectionFault(fault)}` };
  }
  return outcomeOf(kind, JSON.parse(text) as Body);
}

function connectionFault(fault: unknown): string {
  const cause = (fault as { cause?: { code?: unknown } }).cause;
  return String(cause?.code ?? (fault as Error).name);
}

function outcomeOf(kind: ActKind, { data, errors = [] }: Body): Outcome {
  const [error] = errors;
  if (error !== undefined) {
    const code = error.extensions?.code;
    const why = `${String(code)}: ${error.message}`;
    const isAgain = isDoorErrorCode(code) && error.extensions?.retryable === true;
    return isAgain ? { is: 'unknown', why: code } : { is: 'turned away', why };
  }
  const answer = data?.[kind];
  if (answer == null) return { is: 'turned away', why: 'an answer without data and without errors' };
  return answer.__typename === acts[kind].success ? done(acts[kind], answer) : refusal(answer);
}

function refusal({ __typename, message = '' }: Answered): Outcome {
  return { is: 'refused', refusal: __typename, message };
}

function done({ success }: Act, { replayed = false, points = '0', ...answer }: Answered): Outcome {
  const id = (answer.purchaseReturn ?? answer.purchase ?? answer.hold ?? answer.member)?.id;
  if (id === undefined) throw new Error(`${success} names no id`);
  return { is: 'ok', id, replayed, points: BigInt(points) };
}
