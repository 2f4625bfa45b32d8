/**
 * The bus over any engine: what PostgreSQL and Redis have in common, so that they can only differ in where things are
 * kept.
 *
 * An engine brings topics, roles and a way to send a signal, and rings the bells. The loops are ours.
 */
import type { Logger } from 'pino';
import type { EventEnvelope, Topic } from '../../contracts/event.js';
import type { Consumption, DeliveredEvent, EventBus, Stoppable, TopicLag } from './event-bus.js';
import type { Bells } from './loops/bell.js';
import { consumeInOrder, type Places } from './loops/consuming.js';
import { keepLeading, type Leadership } from './loops/leading.js';
import { Running } from './loops/running.js';
import { type Signals, signalText } from './signals.js';

export interface Topics extends Places {
  /** Appends what is not there yet, in order and all or nothing, and calls out the topic's name. */
  append(topic: Topic, events: readonly EventEnvelope[]): Promise<void>;
  behind(topic: string, group: string): Promise<number>;
}

export interface BusEngine {
  readonly topics: Topics;
  readonly leadership: Leadership;
  /** Rung by the engine for topics and roles (`topicBell`, `roleBell`), and all of them after a reconnection. */
  readonly bells: Bells;
  /** Fed by the engine with every signal it hears. */
  readonly signals: Signals;
  sendSignal(whole: string): Promise<void>;
  disconnect(): Promise<void>;
}

export class EngineEventBus implements EventBus {
  private readonly running = new Running();
  private closing: Promise<void> | null = null;

  constructor(
    private readonly engine: BusEngine,
    private readonly log: Logger,
  ) {}

  async publish(topic: Topic, events: readonly EventEnvelope[]): Promise<void> {
    if (events.length > 0) await this.engine.topics.append(topic, events);
  }

  consume(consumption: Consumption): Stoppable {
    const { topics: places, leadership, bells } = this.engine;
    return this.running.add(consumeInOrder({ places, leadership, bells, consumption, log: this.log }));
  }

  read(topic: Topic, after: string | null, limit: number): Promise<readonly DeliveredEvent[]> {
    return this.engine.topics.read(topic, after, limit);
  }

  async lag(topic: Topic, group: string): Promise<TopicLag> {
    return { topic, group, behind: await this.engine.topics.behind(topic, group) };
  }

  lead(role: string, work: (signal: AbortSignal) => Promise<void>): Stoppable {
    const { leadership, bells } = this.engine;
    return this.running.add(keepLeading({ leadership, bells, log: this.log, role, work }));
  }

  async signal(channel: string, text: string): Promise<void> {
    await this.engine.sendSignal(signalText(channel, text));
  }

  async onSignal(channel: string, hear: (text: string) => void): Promise<Stoppable> {
    return this.engine.signals.on(channel, hear);
  }

  close(): Promise<void> {
    this.closing ??= this.closeInOrder();
    return this.closing;
  }

  /** Loops first, while they can still give their roles back; then the connections under them. */
  private async closeInOrder(): Promise<void> {
    await this.running.stopAll();
    await this.engine.disconnect();
  }
}
