/**
 * Splits a subscription into what one subgraph streams and what the others add to each event.
 *
 * The query planner gives both: `primary`, the text to send to the subgraph that owns the root field, and the rest of
 * the plan, which is run once for each event with the event in place of the first fetch.
 */
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import type { GraphQLDataSource } from '@apollo/gateway';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { type ExecutionResult, type GraphQLSchema, Kind } from 'graphql';
import type { AdmittedOperation } from '../limits/admission.js';
import type { RequestScope } from '../upstream/request-scope.js';
import type { ExecutedAnswer } from './finish-answer.js';
import { executeQueryPlan } from './stock-executor.js';

const EVENT_SOURCE = '@event';
const PLANS_MAX = 1_000;

export interface SubscriptionPlan {
  readonly subgraph: string;
  /** What to send to that subgraph. */
  readonly query: string;
  readonly operationName: string | undefined;
  /** The names of the client's variables that it uses. */
  readonly variableNames: readonly string[];
  readonly eventPlan: QueryPlan;
}

export class SubscriptionPlanner {
  private readonly supergraph: Supergraph;
  private readonly apiSchema;
  private readonly supergraphSchema: GraphQLSchema;
  private readonly planner: QueryPlanner;
  private readonly plans = new Map<string, SubscriptionPlan>();

  constructor(
    supergraphSdl: string,
    private readonly sources: Readonly<Record<string, GraphQLDataSource>>,
  ) {
    this.supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: false });
    this.apiSchema = this.supergraph.apiSchema();
    this.supergraphSchema = this.supergraph.schema.toGraphQLJSSchema();
    this.planner = new QueryPlanner(this.supergraph);
  }

  plan(admitted: AdmittedOperation): SubscriptionPlan {
    const key = `${admitted.operationName ?? ''} ${admitted.query}`;
    const known = this.plans.get(key);
    if (known !== undefined) return known;
    const plan = this.buildPlan(admitted);
    if (this.plans.size >= PLANS_MAX) this.plans.clear();
    this.plans.set(key, plan);
    return plan;
  }

  /** Answers one event: its own fields, and those that other subgraphs hold, in the shape the client asked for. */
  async runEvent(
    plan: SubscriptionPlan,
    admitted: AdmittedOperation,
    event: ExecutionResult,
    scope: RequestScope,
  ): Promise<ExecutedAnswer> {
    const { query, variables, document, operation } = admitted;
    const request = { query, variables: { ...variables } };
    const answer = await executeQueryPlan(
      plan.eventPlan,
      { ...this.sources, [EVENT_SOURCE]: { process: async () => event as never } },
      { request, document, operation, source: query, context: scope, metrics: {} } as unknown as Parameters<
        typeof executeQueryPlan
      >[2],
      { schema: admitted.schema, operation, fragments: fragmentsOf(admitted) },
      this.supergraphSchema,
      this.apiSchema,
    );
    return answer as ExecutedAnswer;
  }

  private buildPlan({ document, operation }: AdmittedOperation): SubscriptionPlan {
    const name = operation.name?.value;
    const planned = this.planner.buildQueryPlan(
      operationFromDocument(this.apiSchema, document, name === undefined ? {} : { operationName: name }),
    );
    if (planned.node?.kind !== 'Subscription') throw new Error('the planner gave no subscription');
    const { primary, rest } = planned.node;
    const first = { ...primary, serviceName: EVENT_SOURCE };
    return {
      subgraph: primary.serviceName,
      query: primary.operation,
      operationName: primary.operationName,
      variableNames: primary.variableUsages ?? [],
      eventPlan: {
        kind: 'QueryPlan',
        node: rest === undefined ? first : { kind: 'Sequence', nodes: [first, rest] },
      },
    };
  }
}

function fragmentsOf({ document }: AdmittedOperation) {
  return Object.fromEntries(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );
}
