/**
 * A client of the public graph, as any partner could write one: one address, one credential, JSON over HTTP.
 *
 * Answers that say "again" are asked again, a bounded number of times with a growing pause; with an idempotency key
 * in every mutation that is always safe.
 */
export interface GraphError {
  readonly message: string;
  readonly extensions?: { readonly code?: string; readonly requestId?: string; readonly retryable?: boolean };
}

/** The door turned the request away, or a part of the graph failed. */
export class GraphRequestError extends Error {
  constructor(readonly errors: readonly GraphError[]) {
    super(errors.map((error) => `${error.extensions?.code ?? 'ERROR'}: ${error.message}`).join('; '));
  }

  get isRetryable(): boolean {
    return this.errors.every((error) => error.extensions?.retryable === true);
  }
}

/** The business refused: nothing was written. */
export class RefusedError extends Error {
  constructor(
    readonly refusal: string,
    readonly facts: Readonly<Record<string, unknown>>,
  ) {
    super(`${refusal}: ${String(facts['message'] ?? '')}`);
  }
}

interface Tagged {
  readonly __typename: string;
}

export type Variables = Readonly<Record<string, unknown>>;

const ATTEMPTS_MAX = 6;
const FIRST_PAUSE_MS = 100;

export class GraphClient {
  constructor(
    /** The address of the gateway, such as `http://127.0.0.1:4000`. */
    readonly url: string,
    private readonly credential?: string,
  ) {}

  /** The same graph with another credential. */
  as(credential: string): GraphClient {
    return new GraphClient(this.url, credential);
  }

  /** @throws GraphRequestError when the answer holds errors that asking again does not mend */
  async request<Data>(query: string, variables: Variables = {}): Promise<Data> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.requestOnce<Data>(query, variables);
      } catch (fault) {
        const mayMend = !(fault instanceof GraphRequestError) || fault.isRetryable;
        if (!mayMend || attempt === ATTEMPTS_MAX) throw fault;
        await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** attempt));
      }
    }
  }

  /**
   * Sends a mutation with one root field and gives its result when that has the wanted type.
   *
   * @throws RefusedError when the business refused
   */
  async succeed<Success>(mutation: string, variables: Variables, wanted: string): Promise<Success> {
    const data = await this.request<Readonly<Record<string, Tagged>>>(mutation, variables);
    const [result] = Object.values(data);
    if (result === undefined) throw new Error('the mutation has no root field');
    if (result.__typename !== wanted) throw new RefusedError(result.__typename, { ...result });
    return result as unknown as Success;
  }

  private async requestOnce<Data>(query: string, variables: Variables): Promise<Data> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(this.credential === undefined ? {} : { authorization: `Bearer ${this.credential}` }),
      },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as { data?: Data | null; errors?: GraphError[] };
    if (answer.errors !== undefined) throw new GraphRequestError(answer.errors);
    return answer.data as Data;
  }
}
