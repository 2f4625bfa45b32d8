/**
 * The rows of the hot acts find their parents once for a statement, and no longer by a foreign key once for a row.
 *
 * A foreign key runs a query of its own for each row, a fifth of what a purchase costs the server. It guards two sides:
 * a child without a parent, which the triggers here refuse for all rows of a statement at once, and a parent that goes
 * away, which cannot be, since the role of this subgraph may delete none of them. `npm run verify` counts orphans.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';

interface Link {
  readonly child: string;
  readonly columns: readonly string[];
  readonly parent: string;
  readonly keys: readonly string[];
}

const LINKS: readonly Link[] = [
  { child: 'posting', columns: ['entry_id'], parent: 'entry', keys: ['id'] },
  { child: 'purchase_line', columns: ['purchase_id'], parent: 'purchase', keys: ['id'] },
  { child: 'lot', columns: ['member_id', 'unit'], parent: 'wallet', keys: ['member_id', 'unit'] },
  { child: 'hold_slice', columns: ['hold_id'], parent: 'hold', keys: ['id'] },
  { child: 'hold_slice', columns: ['lot_id'], parent: 'lot', keys: ['id'] },
  { child: 'capture', columns: ['hold_id'], parent: 'hold', keys: ['id'] },
  { child: 'capture', columns: ['entry_id'], parent: 'entry', keys: ['id'] },
];

/** By a subquery for each row and not by a join, whose plan could be to read all of a parent while it is small. */
function parentsAreThere({ child, columns, parent, keys }: Link): string {
  const matches = keys.map((key, index) => `${parent}.${key} = fresh.${columns[index]}`).join(' and ');
  return `create function ${nameOf({ child, parent })}() returns trigger language plpgsql set search_path from current
    as $$
    declare orphan record;
    begin
      select ${columns.join(', ')} into orphan from fresh
        where (select true from ${parent} where ${matches} limit 1) is null limit 1;
      if found then
        raise foreign_key_violation using message = format('${child} without its ${parent}: %s', orphan),
          table = '${child}', constraint = '${nameOf({ child, parent })}';
      end if;
      return null;
    end $$`;
}

function nameOf({ child, parent }: Pick<Link, 'child' | 'parent'>): string {
  return `${child}_has_${parent}`;
}

function keyOf({ child, columns }: Link): string {
  return `${child}_${columns.join('_')}_fkey`;
}

export class ParentsOfASet1700000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const link of LINKS) {
      const name = nameOf(link);
      await runner.query(parentsAreThere(link));
      await runner.query(`create trigger ${name} after insert on ${link.child}
        referencing new table as fresh for each statement execute function ${name}()`);
      await runner.query(`alter table ${link.child} drop constraint ${keyOf(link)}`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const link of LINKS) {
      const { child, columns, parent, keys } = link;
      await runner.query(`alter table ${child} add constraint ${keyOf(link)}
        foreign key (${columns.join(', ')}) references ${parent} (${keys.join(', ')})`);
      await runner.query(`drop trigger ${nameOf(link)} on ${child}`);
      await runner.query(`drop function ${nameOf(link)}()`);
    }
  }
}
