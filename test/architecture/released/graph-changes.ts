/**
 * What a new version of the graph takes from those who wrote their programs against the released one.
 *
 * A new refusal in a union or a new value of an enum breaks nobody here: clients of the graph are told to expect both.
 * Another default does: a request that leaves the argument out would begin to mean something else.
 */
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const CHANGES_OF_MEANING: ReadonlySet<string> = new Set([
  'FIELD_ARGUMENT_DEFAULT_CHANGED',
  'INPUT_FIELD_DEFAULT_VALUE_CHANGED',
]);

/** The breaking changes between two schemas, each as the sentence by which it can be allowed. */
export async function graphChanges(released: string, current: string): Promise<readonly string[]> {
  const changes = await diff(buildSchema(released), buildSchema(current));
  return changes
    .filter(
      ({ type, criticality }) =>
        criticality.level === CriticalityLevel.Breaking || CHANGES_OF_MEANING.has(String(type)),
    )
    .map(({ message }) => message);
}
