/**
 * From the parties of obligations and positions to the partners: null is the operator. Batched like every read of
 * partners.
 */
import 'reflect-metadata';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../../shared/platform/runtime/subgraph.js';
import { partnerById } from '../registry/partner.query.js';
import { PartnerType, partnerType } from '../registry/partner.type.js';
import type { Party } from './netting.js';
import { NetPositionType, ObligationType } from './settlement.type.js';

async function partnerOfParty(
  database: DataSource,
  context: RequestContext,
  party: Party | string,
): Promise<PartnerType | null> {
  const partner = party === null ? null : await partnerById(database, context, party);
  return partner === null ? null : partnerType(partner);
}

@Resolver(() => ObligationType)
export class ObligationPartiesResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => PartnerType, { nullable: true, description: 'Who owes; null for the operator.' })
  debtor(@Root() { debtorId }: ObligationType, @Ctx() context: RequestContext): Promise<PartnerType | null> {
    return partnerOfParty(this.database, context, debtorId);
  }

  @FieldResolver(() => PartnerType, { nullable: true, description: 'Who is owed; null for the operator.' })
  creditor(
    @Root() { creditorId }: ObligationType,
    @Ctx() context: RequestContext,
  ): Promise<PartnerType | null> {
    return partnerOfParty(this.database, context, creditorId);
  }

  @FieldResolver(() => PartnerType, {
    nullable: true,
    description:
      'Who issued the points: for a reimbursement it shows between which two partners the value moved.',
  })
  issuer(@Root() { issuerId }: ObligationType, @Ctx() context: RequestContext): Promise<PartnerType | null> {
    return partnerOfParty(this.database, context, issuerId);
  }
}

@Resolver(() => NetPositionType)
export class PositionPartyResolver {
  constructor(private readonly database: DataSource) {}

  @FieldResolver(() => PartnerType, {
    nullable: true,
    description: 'Whose position it is; null for the operator.',
  })
  partner(@Root() { partyId }: NetPositionType, @Ctx() context: RequestContext): Promise<PartnerType | null> {
    return partnerOfParty(this.database, context, partyId);
  }
}
