/** The queue of an import: order for each key, a bound on what runs and on what waits, and one fault that ends all. */
import { describe, expect, it } from 'vitest';
import { KeyedQueue } from '../../../gateway/clients/import/send/keyed-queue.js';

/** Tasks that end when they are told to. */
class Gate {
  readonly started: string[] = [];
  private readonly opens = new Map<string, () => void>();

  task(name: string): () => Promise<void> {
    return () => {
      this.started.push(name);
      return new Promise((resolve) => this.opens.set(name, resolve));
    };
  }

  async open(name: string): Promise<void> {
    this.opens.get(name)?.();
    await new Promise(setImmediate);
  }
}

describe('a keyed queue', () => {
  it('runs tasks of one key one after another and others beside them', async () => {
    const queue = new KeyedQueue({ concurrency: 3, pendingMax: 10 });
    const gate = new Gate();
    for (const name of ['a1', 'a2', 'b1']) await queue.add(name.slice(0, 1), gate.task(name));
    expect(gate.started).toEqual(['a1', 'b1']);
    await gate.open('a1');
    expect(gate.started).toEqual(['a1', 'b1', 'a2']);
    await gate.open('a2');
    await gate.open('b1');
    await queue.drain();
  });

  it('never runs more than allowed, and takes no more than may wait', async () => {
    const queue = new KeyedQueue({ concurrency: 1, pendingMax: 2 });
    const gate = new Gate();
    await queue.add('a', gate.task('a'));
    await queue.add('b', gate.task('b'));
    const third = queue.add('c', gate.task('c')).then(() => 'taken');
    expect(await Promise.race([third, new Promise((resolve) => setImmediate(resolve, 'waits'))])).toBe(
      'waits',
    );
    expect(gate.started).toEqual(['a']);
    await gate.open('a');
    expect(await third).toBe('taken');
    await gate.open('b');
    await gate.open('c');
    await queue.drain();
  });

  it('ends with the first fault: nothing starts after it, and everybody is told', async () => {
    const queue = new KeyedQueue({ concurrency: 1, pendingMax: 10 });
    const gate = new Gate();
    await queue.add('a', () => Promise.reject(new Error('the platform is gone')));
    await expect(queue.drain()).rejects.toThrow('the platform is gone');
    await expect(queue.add('b', gate.task('b'))).rejects.toThrow('the platform is gone');
    expect(gate.started).toEqual([]);
    await queue.stop();
  });
});
