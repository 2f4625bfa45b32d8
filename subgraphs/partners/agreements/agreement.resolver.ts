/**
 * The agreements of a partner. Terms are between the two that signed: operators, auditors and the partner itself see
 * them, to everybody else the list is empty and the agreement in force is null.
 */
import 'reflect-metadata';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { PartnerType } from '../registry/partner.type.js';
import { seesTermsOf } from '../registry/partner-privacy.query.js';
import { agreementsOfPartner } from './agreement.query.js';
import { AgreementType, agreementType } from './agreement.type.js';
import { inForceAt, timeline } from './timeline.js';

@Resolver(() => PartnerType)
export class AgreementsOfPartnerResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => [AgreementType], {
    description:
      'The agreements by beginning. For operators, auditors and the partner itself; empty for others.',
  })
  async agreements(@Root() partner: PartnerType, @Ctx() context: RequestContext): Promise<AgreementType[]> {
    if (!seesTermsOf(context.caller, partner.id)) return [];
    const agreements = await agreementsOfPartner(this.database, context, partner.id);
    return timeline(agreements).map(agreementType);
  }

  @FieldResolver(() => AgreementType, {
    nullable: true,
    description:
      'The agreement in force now. For operators, auditors and the partner itself; null for others.',
  })
  async agreementInForce(
    @Root() partner: PartnerType,
    @Ctx() context: RequestContext,
  ): Promise<AgreementType | null> {
    if (!seesTermsOf(context.caller, partner.id)) return null;
    const agreements = await agreementsOfPartner(this.database, context, partner.id);
    const agreement = inForceAt(agreements, context.clock.now());
    return agreement === null ? null : agreementType(agreement);
  }
}
