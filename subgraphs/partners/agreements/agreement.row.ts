/** The `agreement` table. Append-only: `agreement.store.ts` adds and reads, and the database forbids the rest. */
import 'reflect-metadata';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AgreementId, PartnerId } from '../../../shared/values/ids.js';
import type { Agreement } from './agreement.js';

@Entity('agreement')
export class AgreementRow implements Agreement {
  @PrimaryColumn('uuid')
  id!: AgreementId;

  @Column('uuid', { name: 'partner_id' })
  partnerId!: PartnerId;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'effective_from' })
  effectiveFrom!: Date;

  @Column('timestamptz', { name: 'effective_until', nullable: true })
  effectiveUntil!: Date | null;

  @Column('text')
  currency!: string;

  @Column('bigint', { name: 'earn_points' })
  earnPoints!: bigint;

  @Column('bigint', { name: 'earn_per_minor' })
  earnPerMinor!: bigint;

  @Column('bigint', { name: 'funding_minor_per_thousand' })
  fundingMinorPerThousand!: bigint;

  @Column('bigint', { name: 'reimbursement_minor_per_thousand' })
  reimbursementMinorPerThousand!: bigint;

  @Column('bigint', { name: 'operator_fee_basis_points' })
  operatorFeeBasisPoints!: bigint;

  @Column('timestamptz', { name: 'signed_at' })
  signedAt!: Date;
}
