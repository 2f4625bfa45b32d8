/**
 * Pages of something that members have many of, batched: the same page of many members is one statement.
 *
 * A statement takes the members as $1 and `first + 1` rows of each; rows say whose they are.
 */
import DataLoader from 'dataloader';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';

export interface MemberPage<Key> {
  readonly first: number;
  readonly after: Key | null;
  /** Set: only what is that partner's. */
  readonly partnerId: string | null;
}

type Loaders<Row> = Map<string, DataLoader<string, Row[]>>;

export function loadMemberPage<Row extends { readonly memberId: string }, Key>(
  context: RequestContext,
  list: {
    readonly name: symbol;
    readonly read: (memberIds: readonly string[], page: MemberPage<Key>) => Promise<readonly Row[]>;
  },
  asked: { readonly memberId: string; readonly page: MemberPage<Key> },
): Promise<readonly Row[]> {
  const loaders = context.perRequest<Loaders<Row>>(list.name, () => new Map());
  const name = JSON.stringify(asked.page);
  const loader = loaders.get(name) ?? newLoader((ids) => list.read(ids, asked.page));
  loaders.set(name, loader);
  return loader.load(asked.memberId);
}

function newLoader<Row extends { readonly memberId: string }>(
  read: (memberIds: readonly string[]) => Promise<readonly Row[]>,
): DataLoader<string, Row[]> {
  return new DataLoader<string, Row[]>(
    async (ids) => {
      const found = await read(ids);
      return ids.map((id) => found.filter((row) => row.memberId === id));
    },
    { cache: false },
  );
}
