/**
 * What a new JSON Schema of an event takes from those who read the events, and from the events already stored.
 *
 * Both must hold at once: a reader of the released schema understands the events of tomorrow, and the code of tomorrow
 * understands the events of yesterday. So only optional fields, new types and new enum values may come.
 */
interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly [keyword: string]: unknown;
}

/** Schemas by event type. */
export type EventSchemas = Readonly<Record<string, JsonSchema>>;

/** Words about the schema, and the keywords that are followed into rather than compared. */
const NOT_COMPARED: ReadonlySet<string> = new Set([
  ...['title', 'description', '$schema', '$comment'],
  ...['properties', 'required', 'items', 'enum'],
]);

/** The breaking changes between two sets of schemas, each as the sentence by which it can be allowed. */
export function eventChanges(released: EventSchemas, current: EventSchemas): readonly string[] {
  return Object.entries(released).flatMap(([type, before]) => {
    const after = current[type];
    return after === undefined ? [`Event ${type} was removed`] : schemaChanges(type, before, after);
  });
}

function schemaChanges(at: string, before: JsonSchema, after: JsonSchema): string[] {
  return [
    ...constraintChanges(at, before, after),
    ...enumChanges(at, before, after),
    ...fieldChanges(at, before, after),
    ...(before.items && after.items ? schemaChanges(`${at}[]`, before.items, after.items) : []),
  ];
}

function constraintChanges(at: string, before: JsonSchema, after: JsonSchema): string[] {
  const keywords = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...keywords].filter(
    (keyword) =>
      !NOT_COMPARED.has(keyword) && JSON.stringify(before[keyword]) !== JSON.stringify(after[keyword]),
  );
  // A field that was a list or a set of values and is none now has changed its type, even if `type` says the same.
  const lost = (['items', 'enum'] as const).filter((keyword) => keyword in before !== keyword in after);
  return [...changed, ...lost].map((keyword) => `Event field ${at} changed its "${keyword}"`);
}

function enumChanges(at: string, before: JsonSchema, after: JsonSchema): string[] {
  if (after.enum === undefined) return [];
  const left = new Set(after.enum);
  const removed = (before.enum ?? []).filter((value) => !left.has(value));
  return removed.map((value) => `Event field ${at} lost the value ${String(value)}`);
}

function fieldChanges(at: string, before: JsonSchema, after: JsonSchema): string[] {
  const fields = Object.entries(before.properties ?? {}).flatMap(([name, field]) => {
    const now = after.properties?.[name];
    const path = `${at}.${name}`;
    return now === undefined ? [`Event field ${path} was removed`] : schemaChanges(path, field, now);
  });
  const wasRequired = new Set(before.required);
  const isRequired = new Set(after.required);
  const demanded = [...isRequired].filter((name) => !wasRequired.has(name));
  const loosened = [...wasRequired].filter(
    (name) => !isRequired.has(name) && name in (after.properties ?? {}),
  );
  return [
    ...fields,
    ...demanded.map((name) => `Event field ${at}.${name} is required now; stored events are without it`),
    ...loosened.map((name) => `Event field ${at}.${name} is no longer always there`),
  ];
}
