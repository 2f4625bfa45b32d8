/**
 * Checks what the tills were told against what the platform holds: every acknowledged operation is in every place where
 * it belongs, exactly once, and nothing else is.
 *
 * Findings name the operation by its key, so that a failure of one seed can be followed.
 */
import { type ActKind, actKinds, acts } from '../load/acts.js';
import { knownOf, type Operation } from '../load/operation-log.js';
import type { ShoppingLoad } from '../load/shopping-load.js';
import type { PlatformWorld } from '../platform-world.js';

/** Gives every contradiction as a sentence; an empty list is a history that holds. */
export async function historyFindings(world: PlatformWorld, { log }: ShoppingLoad): Promise<string[]> {
  const findings = [...turnedAway(log.all), ...disagreeing(log.all)];
  for (const kind of actKinds) {
    const acknowledged = log.ended('ok').filter((operation) => operation.kind === kind);
    for (const place of Object.keys(acts[kind].traces)) {
      findings.push(...(await traceFindings(world, { kind, place, acknowledged })));
    }
    findings.push(...(await answerFindings(world, kind, acknowledged)));
  }
  return findings;
}

function turnedAway(operations: readonly Operation[]): string[] {
  return operations.flatMap(({ key, kind, outcomes }) =>
    outcomes.flatMap((outcome) =>
      outcome.is === 'turned away' ? [`${kind} ${key} was turned away: ${outcome.why}`] : [],
    ),
  );
}

/** Twins and repetitions of one operation must have been told one and the same thing. */
function disagreeing(operations: readonly Operation[]): string[] {
  return operations.flatMap(({ key, kind, outcomes }) => {
    const told = outcomes.flatMap((outcome) => (outcome.is === 'ok' ? [outcome] : []));
    const firsts = told.filter(({ replayed }) => !replayed).length;
    const answers = new Set(told.map(({ id, points }) => `${id} ${points}`));
    return [
      ...(answers.size > 1 ? [`${kind} ${key} was answered in two ways: ${[...answers].join(' and ')}`] : []),
      ...(firsts > 1 ? [`${kind} ${key} was done for the first time ${firsts} times`] : []),
    ];
  });
}

async function traceFindings(
  world: PlatformWorld,
  facts: { readonly kind: ActKind; readonly place: string; readonly acknowledged: readonly Operation[] },
): Promise<string[]> {
  const { kind, place, acknowledged } = facts;
  const found = new Map<string, number>();
  for (const { id } of await world.sql<{ id: string }>(acts[kind].traces[place] ?? '')) {
    found.set(id, (found.get(id) ?? 0) + 1);
  }
  const findings: string[] = [];
  for (const operation of acknowledged) {
    const id = idOf(operation);
    const times = found.get(id) ?? 0;
    found.delete(id);
    if (times === 0) findings.push(`${kind} ${operation.key} (${id}) is lost in ${place}`);
    if (times > 1) findings.push(`${kind} ${operation.key} (${id}) is ${times} times in ${place}`);
  }
  return [...findings, ...[...found.keys()].map((id) => `${kind} ${id} is in ${place} and nobody was told`)];
}

function idOf(operation: Operation): string {
  const known = knownOf(operation);
  return known.is === 'ok' ? known.id : '';
}

/** The stored answers are those of the acknowledged operations: a refused one has left its key free. */
async function answerFindings(
  world: PlatformWorld,
  kind: ActKind,
  acknowledged: readonly Operation[],
): Promise<string[]> {
  const kept = await world.sql<{ key: string }>(
    `select key from ${acts[kind].subgraph}.stored_answer where command = $1 and key like 'till-%'`,
    [kind],
  );
  const keys = new Set(kept.map(({ key }) => key));
  const lost = acknowledged.filter(({ key }) => !keys.delete(key));
  return [
    ...lost.map(({ key }) => `the answer of ${kind} ${key} is not kept`),
    ...[...keys].map((key) => `an answer of ${kind} ${key} is kept and nobody was told`),
    ...(kept.length === acknowledged.length + keys.size - lost.length
      ? []
      : [`${kind} has two answers of one key`]),
  ];
}
