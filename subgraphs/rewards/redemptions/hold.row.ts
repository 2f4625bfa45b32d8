/** The `hold` table. Written by `hold.store.ts` alone. */
import 'reflect-metadata';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HoldState } from './hold.js';

@Entity('hold')
export class HoldRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'member_id' })
  memberId!: string;

  @Column('uuid', { name: 'partner_id' })
  partnerId!: string;

  @Column('uuid', { name: 'store_id' })
  storeId!: string;

  @Column('bigint')
  points!: bigint;

  @Column('bigint', { name: 'captured_points' })
  capturedPoints!: bigint;

  @Column('text')
  state!: HoldState;

  @Column('timestamptz', { name: 'held_at' })
  heldAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;

  @Column('integer', { name: 'terms_version' })
  termsVersion!: number;

  @Column('uuid', { name: 'agreement_id' })
  agreementId!: string;
}
