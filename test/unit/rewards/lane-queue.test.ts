/** The queue behind shared commits: who shares a batch, who waits for whom, and that everybody has her own outcome. */
import { describe, expect, it } from 'vitest';
import { LaneQueue, type LaneRules, type Settled } from '../../../subgraphs/rewards/posting/lane-queue.js';

interface Asked {
  readonly name: string;
  readonly lanes: readonly string[];
}

interface Batch {
  readonly names: readonly string[];
  end(): void;
  fail(fault: Error): void;
}

/** A queue whose batches end when the test says so. */
function queueOf(rules: Partial<LaneRules<Asked, string>> = {}) {
  const batches: Batch[] = [];
  const queue = new LaneQueue<Asked, string>({
    batchMax: 64,
    writersMax: 2,
    lanesOf: ({ lanes }) => lanes,
    mayDivide: () => true,
    run: (requests) =>
      new Promise<readonly Settled<string>[]>((resolve, reject) => {
        const names = requests.map(({ name }) => name);
        const end = () => resolve(names.map((name) => ({ is: 'DONE', answer: `${name} is done` })));
        batches.push({ names, end, fail: reject });
      }),
    ...rules,
  });
  const post = (name: string, ...lanes: readonly string[]) => queue.post({ name, lanes });
  return { queue, post, batches, sizes: () => batches.map(({ names }) => names.length) };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const turns = async () => {
  await turn();
  await turn();
};

describe('a lone request', () => {
  it('goes at once, and the next one while it is still being written', async () => {
    const { post, batches } = queueOf();
    const first = post('first');
    await turns();
    const second = post('second');
    await turns();
    expect(batches.map(({ names }) => names)).toEqual([['first'], ['second']]);
    for (const { end } of batches) end();
    expect(await Promise.all([first, second])).toEqual(['first is done', 'second is done']);
  });
});

describe('requests that come while all writers are busy', () => {
  it('gather, and are shared out over the writers that come free, never more than fit', async () => {
    const { post, batches, sizes } = queueOf({ batchMax: 3, writersMax: 1 });
    const all = [post('a')];
    await turns();
    all.push(...['b', 'c', 'd', 'e'].map((name) => post(name)));
    for (let done = 0; done < 3; done += 1) {
      await turns();
      batches[done]?.end();
    }
    expect(await Promise.all(all)).toHaveLength(5);
    expect(sizes()).toEqual([1, 3, 1]);
  });
});

describe('requests of one lane', () => {
  it('share no batch, run in no two at once, and keep their order', async () => {
    const { post, batches } = queueOf();
    const all = [post('a1', 'a'), post('b1', 'b'), post('a2', 'a', 'b'), post('b2', 'b'), post('c1', 'c')];
    await turns();
    const begun = () => batches.flatMap(({ names }) => names);
    expect(begun().sort()).toEqual(['a1', 'b1', 'c1']);
    batches.find(({ names }) => names.includes('a1'))?.end();
    await turns();
    // It still waits for b1; and b2, which came after it, waits for it.
    if (!batches[0]?.names.includes('b1')) expect(begun()).toHaveLength(3);
    for (let done = 0; done < 4; done += 1) {
      for (const { end } of batches) end();
      await turns();
    }
    await Promise.all(all);
    expect(begun().slice(3)).toEqual(['a2', 'b2']);
  });

  it('met only in a batch are done one after another: the later comes again before all others', async () => {
    let isFirst = true;
    const ran: string[][] = [];
    const { post } = queueOf({
      writersMax: 1,
      run: async (requests) => {
        ran.push(requests.map(({ name }) => name));
        const deferring = isFirst;
        isFirst = false;
        return requests.map(({ name }) =>
          deferring && name === 'by card'
            ? { is: 'DEFERRED', lane: 'member 1' }
            : { is: 'DONE', answer: name },
        );
      },
    });
    const answers = await Promise.all([
      post('by id', 'member 1'),
      post('by card', 'card 1'),
      post('by id again', 'member 1'),
    ]);
    expect(answers).toEqual(['by id', 'by card', 'by id again']);
    expect(ran).toEqual([['by id', 'by card'], ['by card'], ['by id again']]);
  });
});

describe('a batch that fails', () => {
  it('is done again one by one, so that each has the outcome that is hers', async () => {
    const { post } = queueOf({
      run: async (requests) => {
        if (requests.some(({ name }) => name === 'wrong')) throw new Error('one of them is wrong');
        return requests.map(({ name }) => ({ is: 'DONE', answer: name }));
      },
    });
    const ended = await Promise.allSettled(['a', 'wrong', 'b', 'c'].map((name) => post(name)));
    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });

  it('for a reason that none of them can help fails for all, and the queue goes on', async () => {
    const { post, batches } = queueOf({ mayDivide: () => false, writersMax: 1 });
    const both = Promise.allSettled([post('a'), post('b')]);
    await turns();
    batches[0]?.fail(new Error('the database is away'));
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = post('c');
    await turns();
    batches[1]?.end();
    expect(await next).toBe('c is done');
  });
});

describe('a queue that is to stop', () => {
  it('is idle when nothing waits and nothing is being written', async () => {
    const { queue, post, batches } = queueOf({ writersMax: 1, batchMax: 1 });
    await queue.idle();
    const both = [post('a'), post('b')];
    let isIdle = false;
    const idle = queue.idle().then(() => {
      isIdle = true;
    });
    await turns();
    batches[0]?.end();
    await turns();
    expect(isIdle).toBe(false);
    batches[1]?.end();
    await Promise.all([...both, idle]);
  });
});
