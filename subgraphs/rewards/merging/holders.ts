/**
 * The parts of statements by which merges are followed: from a member to who has her points, and back; and from lots to
 * those that they became.
 */

/** The holder of the member that a column names, as an expression of a statement. */
export const holderOfColumn = (member: string): string =>
  `coalesce((select merged_into from member_copy where member_copy.member_id = ${member}), ${member})`;

/** Whose points the member of a column has now, as the source of a statement: nobody's where she was merged. */
export const heldBy = (member: string): string =>
  `(select ${member} as member_id
      where not exists (select from member_copy as own where own.member_id = ${member} and own.merged_into is not null)
    union all select held.member_id from member_copy as held where held.merged_into = ${member})`;

/**
 * The lots that moves made of others, however often they moved on, as the source of a statement: each as it is, with
 * the lot that all of it came from as `root_lot_id`.
 *
 * Moves are few, but nobody can tell the planner how few: each step is fenced (`offset 0`), or it would read all lots
 * of the coalition once rather than some by their key.
 *
 * @param roots - an expression that gives the ids of the others as an array
 */
export const movedFrom = (roots: string): string => `(with recursive moved as (
    select origin_lot_id as root_lot_id, lot_id from lot_origin where origin_lot_id = any(${roots})
    union all select root_lot_id, next.lot_id from moved cross join lateral (
      select lot_id from lot_origin where origin_lot_id = moved.lot_id offset 0) as next)
  select root_lot_id, lot.* from moved cross join lateral (
    select * from lot where lot.id = moved.lot_id offset 0) as lot)`;
