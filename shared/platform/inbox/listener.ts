/**
 * One kind of event heard by a subgraph.
 *
 * `hear` runs inside the transaction that also marks the events as heard, so its effect happens exactly once however
 * often the bus delivers. It gets the consecutive events of its type in topic order, each for the first time.
 */
import type { DomainEvent, EventType } from '../../contracts/event.js';
import type { Transaction } from '../database/transaction.js';

export interface Listener<Type extends EventType = EventType> {
  readonly type: Type;
  hear(events: readonly DomainEvent<Type>[], transaction: Transaction): Promise<void>;
  /** Called once the transaction is durable: the place for live signals, never for state. */
  afterCommit?(events: readonly DomainEvent<Type>[]): Promise<void>;
}
