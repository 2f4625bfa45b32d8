/**
 * The operations that the playground opens with, one a tab, from what anyone may ask to what only the
 * operator may.
 *
 * They lie beside this file as plain documents, so that tests can hold them against the graph.
 */
const documents = import.meta.glob<string>('./examples/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export interface Example {
  readonly query: string;
  readonly variables?: string;
  readonly headers: string;
}

/**
 * Whoever pastes a token between the quotes is that member, partner, operator or auditor; empty, nobody in
 * particular.
 */
export const NOBODY = JSON.stringify({ Authorization: 'Bearer ' }, null, 2);

/** @param facts - ids that exist, by the name of the variable they are good for */
export function examples(facts: Readonly<Record<string, string>>): Example[] {
  return Object.entries(documents)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([, query]) => ({ query, headers: NOBODY, ...variablesFor(query, facts) }));
}

function variablesFor(query: string, facts: Readonly<Record<string, string>>): Pick<Example, 'variables'> {
  const names = [...query.matchAll(/\$(\w+):/g)].map(([, name]) => name ?? '');
  if (names.length === 0) return {};
  const values = Object.fromEntries(names.map((name) => [name, facts[name] ?? '']));
  return { variables: JSON.stringify(values, null, 2) };
}
