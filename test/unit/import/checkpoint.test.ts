/** A checkpoint: what was saved is found again, for the same file and platform alone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Checkpoint, nothingYet } from '../../../gateway/clients/import/report/checkpoint.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-checkpoint-'));
  writeFileSync(join(folder, 'file.csv'), 'a,b\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function progressed() {
  const all = nothingYet();
  all.members.set('17850', 'member-id');
  all.purchases.set('import:x:purchase:1', ['purchase-id', '15']);
  all.returns.set('import:x:return:C1/1', '3');
  return all;
}

const open = (name: string, reading: unknown = 'x') =>
  new Checkpoint(join(folder, 'kept', name), { file: join(folder, 'file.csv'), reading });

describe('a checkpoint', () => {
  it('gives back what was saved', () => {
    open('whole').save(progressed());
    expect(open('whole').load()).toEqual(progressed());
  });

  it('of another reading or platform counts for nothing', () => {
    open('other', 'http://a').save(progressed());
    expect(open('other', 'http://b').load()).toBeNull();
  });

  it('of a file that was changed since counts for nothing', () => {
    const before = open('changed');
    before.save(progressed());
    writeFileSync(join(folder, 'file.csv'), 'a,b\nc,d\n');
    expect(open('changed').load()).toBeNull();
  });

  it('that is broken, or not there, counts for nothing', () => {
    open('broken').save(progressed());
    writeFileSync(join(folder, 'kept', 'broken'), '{"format":1,');
    expect(open('broken').load()).toBeNull();
    expect(open('none').load()).toBeNull();
  });

  it('is gone when it was removed', () => {
    open('gone').save(progressed());
    open('gone').remove();
    expect(open('gone').load()).toBeNull();
  });
});
