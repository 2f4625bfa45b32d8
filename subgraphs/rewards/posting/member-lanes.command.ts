/**
 * Does the acts on one member's wallet one after another before they reach the database, and those of others beside.
 *
 * Acts that wait for a lock in the database each keep one of its few connections, until their patience ends; here they
 * wait for nothing but their turn. What is right does not rest on it: other processes are kept apart by the lock.
 */
import type { DataSource } from 'typeorm';
import type { MemberRef } from '../reference/standing.js';
import { LaneQueue } from './lane-queue.js';
import { finishesWith, memberLanes } from './shared-commit.command.js';

/** Fewer than the connections of a process, which others need too. */
const WRITERS_MAX = 6;

interface Turn {
  readonly member: MemberRef;
  readonly act: () => Promise<unknown>;
}

export class MemberLanes {
  private readonly queue = new LaneQueue<Turn, unknown>({
    batchMax: 1,
    writersMax: WRITERS_MAX,
    lanesOf: ({ member }) => memberLanes(member),
    run: async (turns) =>
      Promise.all(turns.map(async ({ act }) => ({ is: 'DONE' as const, answer: await act() }))),
    mayDivide: () => false,
  });

  constructor(database: DataSource) {
    finishesWith(database, this.queue);
  }

  /** Runs the act when it is the member's turn. */
  run<Answer>(member: MemberRef, act: () => Promise<Answer>): Promise<Answer> {
    return this.queue.post({ member, act }) as Promise<Answer>;
  }
}
