/**
 * The tour of `docs/tour/README.md` as steps that can be run: documentation that is executed cannot lie.
 *
 * A step is a heading `## N. title`, a line `As **who**`, a `graphql` block, and `json` blocks: one marked
 * `variables`, one marked `answer` (what the answer must hold), one marked `keep` (values to remember by name, as
 * paths into the answer). `{{name}}` stands for a remembered value.
 */
import { readFileSync } from 'node:fs';

export interface TourStep {
  readonly title: string;
  readonly who: string;
  readonly query: string;
  readonly variables: string;
  readonly answer: string;
  readonly keep: Readonly<Record<string, string>>;
}

function block(section: string, language: string): string | undefined {
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(section)?.[1];
}

export function readTour(path: string): TourStep[] {
  const sections = readFileSync(path, 'utf8').split(/^## /m).slice(1);
  return sections.flatMap((section) => {
    const query = block(section, 'graphql');
    if (query === undefined) return [];
    const [title = ''] = section.split('\n');
    const who = /^As \*\*(.+?)\*\*/m.exec(section)?.[1];
    if (who === undefined) throw new Error(`the step "${title}" does not say who acts`);
    return [
      {
        title,
        who,
        query,
        variables: block(section, 'json variables') ?? '{}',
        answer: block(section, 'json answer') ?? '{}',
        keep: JSON.parse(block(section, 'json keep') ?? '{}') as Record<string, string>,
      },
    ];
  });
}

/** Replaces each `{{name}}` by the remembered value; an unknown name is a mistake of the tour. */
export function fill(template: string, remembered: ReadonlyMap<string, string>): unknown {
  const filled = template.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const value = remembered.get(name);
    if (value === undefined) throw new Error(`the tour uses {{${name}}} before anything was kept under it`);
    return value;
  });
  return JSON.parse(filled);
}

/** Follows a path such as `recordPurchase.purchase.id` into an answer. */
export function valueAt(answer: unknown, path: string): string {
  const found = path
    .split('.')
    .reduce<unknown>(
      (value, part) => (value as Readonly<Record<string, unknown>> | undefined)?.[part],
      answer,
    );
  if (typeof found !== 'string')
    throw new Error(`the answer has no text at ${path}: ${JSON.stringify(answer)}`);
  return found;
}
