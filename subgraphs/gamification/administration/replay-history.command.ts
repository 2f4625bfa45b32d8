/**
 * Hears the whole topic of rewards again and builds history and boards anew: the proof that they hold nothing
 * but what was told, and the way back when they were damaged.
 *
 * One transaction, alone with the boards. The ordinary listener waits meanwhile; what it hears afterwards is
 * known already and changes nothing. For an operator at the machine: a long topic takes long.
 */
import type { DataSource } from 'typeorm';
import type { DomainEvent } from '../../../shared/contracts/event.js';
import type { EventBus } from '../../../shared/platform/bus/event-bus.js';
import { inTransaction } from '../../../shared/platform/database/transaction.js';
import { replayTopic } from '../../../shared/platform/inbox/rebuild.js';
import { allLeaderboards } from '../boards/leaderboards.query.js';
import { factOfPurchase, factOfReturn, type GameFact } from '../history/game-fact.js';
import { forgetHistory, keepFacts } from '../history/keep-facts.command.js';
import { holdBoards, refillBoard } from '../projection/fill-board.command.js';

/** Gives the fact of an event, or nothing for an event that moves no board. */
function factsOf(event: DomainEvent): GameFact[] {
  switch (event.type) {
    case 'rewards.purchase-recorded.1':
      return [factOfPurchase(event as DomainEvent<'rewards.purchase-recorded.1'>)];
    case 'rewards.purchase-returned.1':
      return [factOfReturn(event as DomainEvent<'rewards.purchase-returned.1'>)];
    default:
      return [];
  }
}

export interface ReplayedHistory {
  readonly factCount: number;
  /** Codes of the boards that said something else before. */
  readonly wrongBoards: readonly string[];
}

export async function replayHistory(database: DataSource, bus: EventBus): Promise<ReplayedHistory> {
  return inTransaction(database, async (transaction) => {
    await holdBoards(transaction);
    await forgetHistory(transaction);
    let factCount = 0;
    const hear = async (events: readonly DomainEvent[]): Promise<void> => {
      factCount += (await keepFacts(transaction, events.flatMap(factsOf))).length;
    };
    await replayTopic({ bus, topic: 'rewards.events', hear });
    const wrongBoards: string[] = [];
    for (const board of await allLeaderboards(transaction)) {
      const { before, after } = await refillBoard(transaction, board);
      if (before !== after) wrongBoards.push(board.code);
    }
    return { factCount, wrongBoards };
  });
}
