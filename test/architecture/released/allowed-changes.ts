/**
 * The list of breaking changes that somebody decided to make, and the judgement over the changes there are.
 *
 * The list must be exact: a change that is not on it is an accident, and a line without its change would let the same
 * accident pass later.
 */
export const ALLOWED_CHANGES = 'docs/released/allowed-changes.md';

/** The changes of the list: each a line "- `the change`: the reason". */
export function allowedChanges(page: string): readonly string[] {
  return page.split('\n').flatMap((line) => /^- `([^`]+)`: \S/.exec(line)?.[1] ?? []);
}

/** What is wrong with the changes, in sentences that say what to do; nothing when all is decided. */
export function undecided(changes: readonly string[], allowed: readonly string[]): readonly string[] {
  const accidents = changes.filter((change) => !allowed.includes(change));
  const leftovers = allowed.filter((change) => !changes.includes(change));
  return [
    ...accidents.map(
      (change) =>
        `breaking: ${change}\n  undo it, or decide it by a line in ${ALLOWED_CHANGES}:\n  - \`${change}\`: why nobody is hurt`,
    ),
    ...leftovers.map(
      (change) => `${ALLOWED_CHANGES} allows what did not happen: ${change}\n  remove the line`,
    ),
  ];
}
