/**
 * Turns away a subscription whose root field is under `@skip` or `@include`: left out, there is nothing to plan and
 * nothing to follow. The specification forbids it (October 2025, section 5.2.4.1); the library's own rule does not, and
 * throws when the condition is a variable.
 */
import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionNode } from 'graphql';
import { DoorError } from '../../shared/platform/graph/door-errors.js';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** @throws DoorError GRAPHQL_VALIDATION_FAILED for any subscription of the document */
export function refuseConditionalSubscriptions(document: DocumentNode, fragments: Fragments): void {
  for (const definition of document.definitions) {
    const isSubscription =
      definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'subscription';
    if (!isSubscription) continue;
    for (const { directives = [] } of rootSelections(definition.selectionSet.selections, fragments)) {
      if (!directives.some(({ name }) => name.value === 'skip' || name.value === 'include')) continue;
      const message = 'The field of a subscription cannot be under @skip or @include.';
      throw new DoorError('GRAPHQL_VALIDATION_FAILED', message);
    }
  }
}

/** What stands at the root, also by way of fragments; each of those is looked into once, so circles end. */
function rootSelections(selections: readonly SelectionNode[], fragments: Fragments): SelectionNode[] {
  const found = [...selections];
  const spread = new Set<string>();
  for (const selection of found) {
    if (selection.kind === Kind.INLINE_FRAGMENT) found.push(...selection.selectionSet.selections);
    if (selection.kind !== Kind.FRAGMENT_SPREAD || spread.has(selection.name.value)) continue;
    spread.add(selection.name.value);
    found.push(...(fragments.get(selection.name.value)?.selectionSet.selections ?? []));
  }
  return found;
}
