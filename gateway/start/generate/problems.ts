/** Finds every refusal of the graph: the object types that implement `Problem`, in whichever subgraph. */
import { Kind, parse } from 'graphql';

export interface DescribedProblem {
  readonly name: string;
  readonly description: string;
}

export function problemsOf(sdls: readonly string[]): DescribedProblem[] {
  const found = new Map<string, string>();
  for (const definition of sdls.flatMap((sdl) => parse(sdl).definitions)) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    if (!definition.interfaces?.some((implemented) => implemented.name.value === 'Problem')) continue;
    found.set(definition.name.value, definition.description?.value ?? '');
  }
  return [...found]
    .map(([name, description]) => ({ name, description }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
