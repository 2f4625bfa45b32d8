/** A recount over a few readers: the slow begins first, findings keep their order, and a failure ends it whole. */
import { describe, expect, it } from 'vitest';
import { importSnapshot, recount } from '../../../shared/platform/runtime/recount.js';

const asked = ['a', 'b', 'slow', 'c'].map((name) => ({ name, isSlow: name === 'slow' }));

describe('a recount', () => {
  it('begins with what is slow and tells what it found in the order of the question', async () => {
    const begun: string[] = [];
    const told: string[] = [];
    let others = 0;
    let finishSlow = (): void => undefined;
    const slow = new Promise<void>((resolve) => {
      finishSlow = resolve;
    });
    const count = async ({ name }: { readonly name: string }, reader: number): Promise<string> => {
      begun.push(name);
      if (name === 'slow') await slow;
      else {
        others += 1;
        if (others === 3) finishSlow();
      }
      return `${name}${reader}`;
    };
    const found = await recount(asked, [1, 2], count, (finding) => void told.push(finding));
    expect(begun[0]).toBe('slow');
    expect(found).toEqual(['a2', 'b2', 'slow1', 'c2']);
    expect(told).toEqual(found);
  });

  it('that fails counts nothing further, and ends when what is under way has ended', async () => {
    const ended: string[] = [];
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const count = async ({ name }: { readonly name: string }): Promise<string> => {
      if (name === 'a') {
        // The other is still counting when this one is known to have failed.
        setImmediate(release);
        throw new Error('a is broken');
      }
      await released;
      ended.push(name);
      return name;
    };
    await expect(recount(asked, [1, 2], count)).rejects.toThrow('a is broken');
    expect(ended).toEqual(['slow']);
  });

  it('takes no other text for the name of a snapshot', () => {
    expect(importSnapshot('00000003-0000001B-1')).toBe("set transaction snapshot '00000003-0000001B-1'");
    expect(() => importSnapshot("'; drop table entry")).toThrow('no name of a snapshot');
  });
});
