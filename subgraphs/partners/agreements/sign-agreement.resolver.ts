/** The door through which terms are signed. */
import 'reflect-metadata';
import { Arg, Ctx, createUnionType, Mutation, Resolver } from 'type-graphql';
import type { DataSource } from 'typeorm';
import { problem } from '../../../shared/platform/graph/problem.js';
import { allow } from '../../../shared/platform/identity/caller.js';
import type { Clock, RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { KeyReusedType, keyReused, PartnerNotFoundType, partnerNotFound } from '../refusals.type.js';
import { agreementType } from './agreement.type.js';
import { type SignAgreementRefusal, signAgreement } from './sign-agreement.command.js';
import {
  AgreementOverlapsType,
  AgreementSigned,
  AgreementTermsNotPlausibleType,
  SignAgreementInput,
} from './sign-agreement.type.js';

const SignAgreementResult = createUnionType({
  name: 'SignAgreementResult',
  description: 'The signed agreement, or why there is none.',
  types: () =>
    [
      AgreementSigned,
      AgreementTermsNotPlausibleType,
      PartnerNotFoundType,
      AgreementOverlapsType,
      KeyReusedType,
    ] as const,
});

function signProblem(refusal: SignAgreementRefusal): typeof SignAgreementResult {
  switch (refusal.kind) {
    case 'AgreementTermsNotPlausible': {
      const { field, given, lowest, highest } = refusal;
      const message = `${field} must be from ${lowest} to ${highest}, got ${given}.`;
      return problem(AgreementTermsNotPlausibleType, { ...refusal, message });
    }
    case 'PartnerNotFound':
      return partnerNotFound(refusal);
    case 'AgreementOverlaps': {
      const message =
        'Another agreement is in force in this span; only an open-ended one gives way to a later one.';
      return problem(AgreementOverlapsType, { ...refusal, message });
    }
    case 'KeyReused':
      return keyReused(refusal);
  }
}

@Resolver()
export class SignAgreementResolver {
  constructor(private readonly dependencies: { readonly database: DataSource; readonly clock: Clock }) {}

  @Mutation(() => SignAgreementResult, {
    description:
      'Signs terms with a partner. An open-ended agreement ends where a later open-ended one begins. For operators.',
  })
  async signAgreement(
    @Arg('input', () => SignAgreementInput, { description: 'The terms.' }) input: SignAgreementInput,
    @Ctx() context: RequestContext,
  ): Promise<typeof SignAgreementResult> {
    const caller = allow(context.caller, ['operator']);
    const { idempotencyKey: key, partnerId, effectiveUntil = null, ...rates } = input;
    const terms = { ...rates, effectiveUntil };
    const result = await signAgreement(this.dependencies, { caller, key, partnerId, terms });
    if (!result.ok) return signProblem(result.refusal);
    const { agreement, replayed } = result.value;
    return Object.assign(new AgreementSigned(), { agreement: agreementType(agreement), replayed });
  }
}
