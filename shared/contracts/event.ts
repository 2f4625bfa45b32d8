/**
 * The events between subgraphs: one envelope, one table of payload schemas, one topic per subgraph.
 *
 * An event type names its subgraph, the fact in the past tense, and its version. A payload never changes in a
 * breaking way: a new version is a new type beside the old one. JSON Schemas of all of them are generated into
 * `docs/events`.
 */
import { z } from 'zod';
import { gamificationEvents } from './gamification-events.js';
import { membersEvents } from './members-events.js';
import { partnersEvents } from './partners-events.js';
import { encoderOf } from './quick-encode.js';
import { rewardsEvents } from './rewards-events.js';

export const eventSchemas = {
  ...membersEvents,
  ...partnersEvents,
  ...rewardsEvents,
  ...gamificationEvents,
} as const;

export type EventType = keyof typeof eventSchemas;
export type EventData<Type extends EventType> = z.output<(typeof eventSchemas)[Type]>;

export const subgraphNames = ['members', 'partners', 'rewards', 'gamification'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

/** A durable ordered log: each subgraph publishes to its own and to no other. */
export type Topic = `${SubgraphName}.events`;

export function topicOf(subgraph: SubgraphName): Topic {
  return `${subgraph}.events`;
}

/** An event as a listener hears it. Events of one `key` arrive in the order in which they happened. */
export interface DomainEvent<Type extends EventType = EventType> {
  readonly id: string;
  readonly type: Type;
  readonly key: string;
  readonly occurredAt: Date;
  readonly data: EventData<Type>;
}

/** An event as it is stored and sent: payload encoded, every field JSON. */
export interface EventEnvelope {
  readonly id: string;
  readonly type: EventType;
  readonly key: string;
  readonly occurredAt: string;
  readonly data: unknown;
}

const encoders = new Map<string, (data: unknown) => unknown>(
  Object.entries(eventSchemas).map(([type, schema]) => [type, encoderOf(schema)]),
);

/** Throws when the payload does not fit its schema: what is told can always be heard. */
export function encodeEvent(event: DomainEvent): EventEnvelope {
  const encode = encoders.get(event.type) as (data: unknown) => unknown;
  return {
    id: event.id,
    type: event.type,
    key: event.key,
    occurredAt: event.occurredAt.toISOString(),
    data: encode(event.data),
  };
}

/** Reads an envelope; throws when its type is unknown or its payload does not fit the type's schema. */
export function decodeEvent(envelope: EventEnvelope): DomainEvent {
  const schema: z.ZodType | undefined = eventSchemas[envelope.type];
  if (schema === undefined) throw new Error(`unknown event type ${envelope.type}`);
  return {
    id: envelope.id,
    type: envelope.type,
    key: envelope.key,
    occurredAt: new Date(envelope.occurredAt),
    data: z.decode(schema, envelope.data) as EventData<EventType>,
  };
}
