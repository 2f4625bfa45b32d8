/** What a foreign key would guard where there is none: every row of the hot acts has its parent (decision 0017). */
import type { Check } from '../../../shared/platform/runtime/check.js';

function orphans(child: string, keys: Readonly<Record<string, string>>, parent: string): Check {
  const matches = Object.entries(keys).map(([column, key]) => `parent.${key} = child.${column}`);
  const [first = ''] = Object.keys(keys);
  return {
    name: `${child}-has-${parent}`.replaceAll('_', '-'),
    meaning: `Rows of ${child} whose ${parent} is gone.`,
    wrong: `select '${child}' as at, child.${first}::text as id, '${first}' as field, 'no such ${parent}' as found,
      'a row of ${parent}' as must from ${child} as child
      where not exists (select from ${parent} as parent where ${matches.join(' and ')})`,
  };
}

/** Those of postings are among the checks of entries. */
export const parentChecks: readonly Check[] = [
  orphans('purchase_line', { purchase_id: 'id' }, 'purchase'),
  orphans('lot', { member_id: 'member_id', unit: 'unit' }, 'wallet'),
  orphans('hold_slice', { hold_id: 'id' }, 'hold'),
  orphans('hold_slice', { lot_id: 'id' }, 'lot'),
  orphans('capture', { hold_id: 'id' }, 'hold'),
  orphans('capture', { entry_id: 'id' }, 'entry'),
];
