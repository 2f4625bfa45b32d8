/** What callers do over HTTP: the same read again and again, or a purchase that nobody made before. */
import { Pool } from 'undici';
import { SIGNATURE_HEADER, signCaller } from '../../../shared/platform/identity/gateway-signature.js';
import type { PurchaseLoad, ReadLoad } from './job.js';
import type { Act } from './paced.js';
import { purchaseRequest } from './purchase-request.js';

export interface OpenAct {
  readonly act: Act;
  close(): Promise<void>;
}

export function openRead({ url, body, signedWith }: ReadLoad, callers: number): OpenAct {
  const door = new Door(url, callers);
  let first: string | null = null;
  const act = async (): Promise<void> => {
    const answer = await door.post(
      body,
      signedWith === undefined ? {} : { [SIGNATURE_HEADER]: signature(signedWith, body) },
    );
    first ??= checked(answer);
    if (answer.length !== first.length)
      throw new Error(`another answer than before: ${answer.slice(0, 300)}`);
  };
  return { act, close: () => door.close() };
}

export function openPurchases({ url, till }: PurchaseLoad, callers: number): OpenAct {
  const door = new Door(url, callers);
  const authorization = `Bearer ${till.apiKey}`;
  const next = purchaseRequest(till, callers);
  const act: Act = async (caller) => {
    const answer = await door.post(next(caller), { authorization });
    if (!answer.includes('"PurchaseRecorded"')) throw new Error(`no purchase: ${answer.slice(0, 300)}`);
  };
  return { act, close: () => door.close() };
}

/** One address, asked over as many kept-alive connections as there are callers. */
class Door {
  private readonly pool: Pool;
  private readonly path: string;

  constructor(url: string, callers: number) {
    const { origin, pathname } = new URL(url);
    this.pool = new Pool(origin, { connections: callers });
    this.path = pathname;
  }

  async post(body: string, headers: Readonly<Record<string, string>>): Promise<string> {
    const answer = await this.pool.request({
      method: 'POST',
      path: this.path,
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body,
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode}: ${text.slice(0, 300)}`);
    return text;
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}

function signature({ secret, to }: NonNullable<ReadLoad['signedWith']>, body: string): string {
  return signCaller(Buffer.from(secret), {
    to,
    caller: { kind: 'anonymous' },
    requestId: 'benchmark-read',
    body,
    now: new Date(),
  });
}

function checked(answer: string): string {
  const { data, errors } = JSON.parse(answer) as { data?: unknown; errors?: unknown };
  if (errors !== undefined || data === undefined) throw new Error(`not an answer: ${answer.slice(0, 300)}`);
  return answer;
}
