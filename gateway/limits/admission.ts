/**
 * The gate that every operation passes, over HTTP and over a socket alike, before it is validated or planned.
 *
 * Order matters: tokens are counted while reading, so that no later step sees a document that is too large;
 * everything after is linear in at most that many tokens.
 */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  parse,
  visit,
} from 'graphql';
import { DoorError } from '../../shared/platform/graph/door-errors.js';
import type { Caller } from '../../shared/platform/identity/caller.js';
import type { Limits } from './limits.js';
import { type Measure, measureOperation } from './measure.js';
import type { Variables } from './page-size.js';
import { refuseUnreadableLiterals, refuseUnreadableVariables } from './readable-text.js';
import { refuseConditionalSubscriptions } from './subscription-root.js';

export interface OperationRequest {
  readonly query: string;
  readonly variables: Variables;
  readonly operationName?: string | undefined;
}

export interface AdmittedOperation extends OperationRequest {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** The public schema it was measured against. */
  readonly schema: GraphQLSchema;
}

const DOCUMENTS_MAX = 500;
/** Those of clients are shorter. What a stranger makes longer is read each time rather than kept. */
const KEPT_LENGTH_MAX = 8_000;

export class OperationGate {
  /** Documents that were read and found harmless before; clients send the same few again and again. */
  private readonly documents = new Map<string, DocumentNode>();

  constructor(
    readonly schema: GraphQLSchema,
    private readonly limits: Limits,
    private readonly isIntrospectionOpen: boolean,
  ) {}

  /** @throws DoorError GRAPHQL_PARSE_FAILED, BAD_USER_INPUT, TOO_COSTLY or UNAUTHENTICATED */
  admit(request: OperationRequest, caller: Caller): AdmittedOperation {
    const document = this.documents.get(request.query) ?? this.read(request.query);
    refuseUnreadableVariables(request.variables);
    const operation = getOperationAST(document, request.operationName);
    if (operation == null) throw unnamedOperation(request.operationName);
    const measure = measureOperation({
      schema: this.schema,
      operation,
      fragments: fragmentsOf(document),
      variables: request.variables,
      assumedListLength: this.limits.assumedListLength,
    });
    refuseCostly(measure, this.limits);
    if (measure.introspectionDepth > 0 && caller.kind === 'anonymous' && !this.isIntrospectionOpen) {
      throw new DoorError(
        'UNAUTHENTICATED',
        'Introspection is for known callers. Sign in or send an API key.',
      );
    }
    return { ...request, schema: this.schema, document, operation };
  }

  private read(query: string): DocumentNode {
    const document = read(query, this.limits.tokensMax);
    refuseFloods(document, this.limits);
    refuseUnreadableLiterals(document);
    refuseConditionalSubscriptions(document, fragmentsOf(document));
    if (query.length > KEPT_LENGTH_MAX) return document;
    if (this.documents.size >= DOCUMENTS_MAX) this.documents.clear();
    this.documents.set(query, document);
    return document;
  }
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
}

function read(query: string, tokensMax: number): DocumentNode {
  try {
    // Nobody asks where a node stood, and the places hold every token in memory for as long as the document.
    return parse(query, { maxTokens: tokensMax, noLocation: true });
  } catch (fault) {
    if (!(fault instanceof GraphQLError)) throw fault;
    if (/\d+ tokens/.test(fault.message)) throw tooCostly('tokens', tokensMax, `more than ${tokensMax}`);
    throw new DoorError('GRAPHQL_PARSE_FAILED', fault.message, { locations: fault.locations });
  }
}

function unnamedOperation(name: string | undefined): DoorError {
  return name === undefined
    ? new DoorError('BAD_USER_INPUT', 'Send a document with one operation, or name one by `operationName`.')
    : new DoorError('BAD_USER_INPUT', `The document has no operation named ${name.slice(0, 100)}.`);
}

/** Aliases and directives are counted as written, in the whole document. */
function refuseFloods(document: DocumentNode, limits: Limits): void {
  let aliases = 0;
  let directives = 0;
  visit(document, {
    Field(node) {
      if (node.alias !== undefined) aliases += 1;
    },
    Directive() {
      directives += 1;
    },
  });
  refuseAbove('aliases', aliases, limits.aliasesMax);
  refuseAbove('directives', directives, limits.directivesMax);
}

function refuseCostly(measure: Measure, limits: Limits): void {
  refuseAbove('depth', measure.depth, limits.depthMax);
  refuseAbove('introspection depth', measure.introspectionDepth, limits.introspectionDepthMax);
  refuseAbove('root fields', measure.rootFields, limits.rootFieldsMax);
  refuseAbove('selections', measure.selections, limits.selectionsMax);
  refuseAbove('cost', measure.cost, limits.costMax);
}

function refuseAbove(limit: string, asked: number, max: number): void {
  if (asked > max) throw tooCostly(limit, max, asked);
}

function tooCostly(limit: string, max: number, asked: number | string): DoorError {
  const advice = 'Ask for less, or in several operations.';
  const message = `The ${limit} limit is ${max}; this operation asks for ${asked}. ${advice}`;
  return new DoorError('TOO_COSTLY', message, { limit, max, asked });
}
