/** The doors of the kinds of wallet: anyone may read them, an operator puts them in force. */
import 'reflect-metadata';
import { Arg, Ctx, createUnionType, Mutation, Query, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { KeyReusedType, sharedProblem } from '../refusals.type.js';
import { configureWalletKind } from './configure-wallet-kind.command.js';
import {
  ConfigureWalletKindInput,
  changesFrom,
  WalletKindConfiguredType,
  WalletKindNotValidType,
  WalletKindType,
  walletKindType,
} from './wallet-kind.type.js';
import { kindOfVersion, kindsInForce } from './wallet-kinds.query.js';

const ConfigureWalletKindResult = createUnionType({
  name: 'ConfigureWalletKindResult',
  description: 'The kind of wallet as it is in force, or why it is not.',
  types: () => [WalletKindConfiguredType, WalletKindNotValidType, KeyReusedType] as const,
});

@Resolver()
export class WalletKindResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Query(() => [WalletKindType], {
    description: 'The kinds of wallet in force, the shared currency first. For everyone.',
  })
  async walletKinds(): Promise<WalletKindType[]> {
    const { inForce } = await kindsInForce(this.dependencies.database);
    return inForce.map(walletKindType);
  }

  @Mutation(() => ConfigureWalletKindResult, {
    description: 'Makes or changes a kind of wallet, for later purchases. For operators.',
  })
  async configureWalletKind(
    @Arg('input', () => ConfigureWalletKindInput, { description: 'What to make or change.' })
    input: ConfigureWalletKindInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof ConfigureWalletKindResult> {
    const caller = allow(context.caller, ['operator']);
    const asked = { caller, key: input.idempotencyKey, unit: input.unit, changes: changesFrom(input) };
    const result = await configureWalletKind(this.dependencies, asked);
    if (result.ok) {
      const kind = await kindOfVersion(this.dependencies.database, result.value);
      const walletKind = walletKindType(kind);
      return Object.assign(new WalletKindConfiguredType(), { walletKind, replayed: result.value.replayed });
    }
    const { refusal } = result;
    if (refusal.kind === 'KeyReused') return sharedProblem(refusal);
    return problem(WalletKindNotValidType, {
      ...refusal,
      message: `${refusal.field} must be ${refusal.rule}.`,
    });
  }
}
