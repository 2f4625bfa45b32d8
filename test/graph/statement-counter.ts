/**
 * Counts the SQL statements that the subgraphs of this process send to answer a request, by listening at the driver
 * that all of them use.
 *
 * What the platform does by itself meanwhile is not of the request: its loops are known by their tables, and what comes
 * now and then (holds that lapse) by not coming each time.
 */
import pg from 'pg';

/** Tables that only the platform's own loops ask; no answer of the graph is read from them. */
const OF_THE_PLATFORM = /\b(outbox|inbox|event_topic|topic_|bus|pg_(try_)?advisory|listen|notify)/i;

/** The statements of one subgraph that are not of the platform, in the order in which they were sent. */
export type SentStatements = Readonly<Record<string, readonly string[]>>;

type Query = (this: pg.Client, ...given: unknown[]) => unknown;

interface Counted<Answer> {
  readonly answer: Answer;
  readonly statements: SentStatements;
}

const TIMES = 3;

/** Runs `work` a few times and gives its answer with the statements of the time that had the fewest, by subgraph. */
export async function statementsOf<Answer>(work: () => Promise<Answer>): Promise<Counted<Answer>> {
  let fewest = await listen(work);
  for (let time = 1; time < TIMES; time += 1) {
    const counted = await listen(work);
    if (total(counted) < total(fewest)) fewest = counted;
  }
  return fewest;
}

const total = ({ statements }: Counted<unknown>): number => Object.values(statements).flat().length;

async function listen<Answer>(work: () => Promise<Answer>): Promise<Counted<Answer>> {
  const statements: Record<string, string[]> = {};
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const send = prototype.query;
  prototype.query = function (...given) {
    const text = textOf(given[0]);
    const subgraph = subgraphOf(this);
    if (subgraph !== undefined && text !== undefined && !OF_THE_PLATFORM.test(text)) {
      statements[subgraph] = [...(statements[subgraph] ?? []), text];
    }
    return send.apply(this, given);
  };
  try {
    return { answer: await work(), statements };
  } finally {
    prototype.query = send;
  }
}

function textOf(query: unknown): string | undefined {
  if (typeof query === 'string') return query;
  const text = (query as { readonly text?: unknown } | null)?.text;
  return typeof text === 'string' ? text : undefined;
}

/** The name under which a subgraph connects says which one it is. */
function subgraphOf(client: pg.Client): string | undefined {
  const { connectionParameters } = client as unknown as {
    readonly connectionParameters: { readonly application_name?: string };
  };
  return /^coalition (\w+)$/.exec(connectionParameters.application_name ?? '')?.[1];
}
