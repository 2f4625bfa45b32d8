/**
 * Finds the group of a subscription, or opens it.
 *
 * Two subscriptions are the same when document, variables and caller are the same: what one caller may see is never
 * shown to another, and all strangers see the same.
 */
import { createHash } from 'node:crypto';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { SubgraphEndpoint } from '../../shared/platform/graph/subgraph-endpoint.js';
import { type Caller, callerId } from '../../shared/platform/identity/caller.js';
import type { AdmittedOperation } from '../limits/admission.js';
import type { AnswerFinisher, ExecutedAnswer } from '../plan/finish-answer.js';
import type { SubscriptionPlan, SubscriptionPlanner } from '../plan/subscription-plan.js';
import type { LatestSlot } from './latest-slot.js';
import { SubscriptionGroup } from './subscription-group.js';

export interface LiveHubOptions {
  readonly planner: SubscriptionPlanner;
  readonly upstreams: Readonly<Record<string, SubgraphEndpoint>>;
  readonly finisher: AnswerFinisher;
  readonly deadlineMs: number;
  readonly log: Logger;
}

export interface Subscriber {
  readonly caller: Caller;
  readonly requestId: string;
}

export class LiveHub {
  private readonly groups = new Map<string, SubscriptionGroup>();

  constructor(private readonly options: LiveHubOptions) {}

  get groupCount(): number {
    return this.groups.size;
  }

  /** Subscribes a validated operation; the returned stream holds one answer, the newest. */
  join(admitted: AdmittedOperation, subscriber: Subscriber): LatestSlot<ExecutedAnswer> {
    const key = groupKey(admitted, subscriber.caller);
    const known = this.groups.get(key);
    if (known !== undefined) return known.join();
    const group = this.openGroup(key, admitted, subscriber);
    const follower = group.join();
    group.start();
    return follower;
  }

  private openGroup(key: string, admitted: AdmittedOperation, subscriber: Subscriber): SubscriptionGroup {
    const plan = this.options.planner.plan(admitted);
    const source = {
      open: (signal: AbortSignal) => this.open(plan, admitted, { subscriber, signal }),
      answer: (event: ExecutionResult) => this.answer(plan, admitted, { subscriber, event }),
    };
    const group = new SubscriptionGroup(source, this.options.log, () => this.groups.delete(key));
    this.groups.set(key, group);
    return group;
  }

  private open(
    plan: SubscriptionPlan,
    admitted: AdmittedOperation,
    { subscriber, signal }: { readonly subscriber: Subscriber; readonly signal: AbortSignal },
  ): AsyncIterable<ExecutionResult> {
    const upstream = this.options.upstreams[plan.subgraph];
    if (upstream === undefined) throw new Error(`no upstream for the subgraph ${plan.subgraph}`);
    const used = plan.variableNames.filter((name) => admitted.variables[name] !== undefined);
    return upstream.subscribe({
      query: plan.query,
      variables: Object.fromEntries(used.map((name) => [name, admitted.variables[name]])),
      operationName: plan.operationName,
      caller: subscriber.caller,
      requestId: subscriber.requestId,
      signal,
    });
  }

  private async answer(
    plan: SubscriptionPlan,
    admitted: AdmittedOperation,
    { subscriber, event }: { readonly subscriber: Subscriber; readonly event: ExecutionResult },
  ): Promise<ExecutedAnswer> {
    const { planner, finisher, deadlineMs } = this.options;
    const scope = { ...subscriber, traceparent: undefined, signal: AbortSignal.timeout(deadlineMs) };
    if (event.data == null) return finisher.finish({ data: null, errors: errorsOf(event) }, scope);
    try {
      // Without data the event broke the execution itself: here nobody words that after us, so it is masked as a fault.
      const answer = await planner.runEvent(plan, admitted, event, scope);
      return finisher.finish({ ...answer, data: answer.data ?? null }, scope);
    } catch (fault) {
      const error = new GraphQLError('an event was not answered', { originalError: fault as Error });
      return { data: null, errors: [finisher.finishError(error, scope.requestId)] };
    }
  }
}

function errorsOf(event: ExecutionResult): GraphQLError[] {
  return (event.errors ?? []).map(
    (error) => new GraphQLError(error.message, { ...error, extensions: { ...error.extensions } }),
  );
}

function groupKey({ query, operationName, variables }: AdmittedOperation, caller: Caller): string {
  const facts = JSON.stringify([callerId(caller), operationName ?? null, query, canonical(variables)]);
  return createHash('sha256').update(facts).digest('base64');
}

/** The same value with the keys of its objects in one order, so that equal variables give equal text. */
function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(canonical);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, item]) => [key, canonical(item)]);
}
