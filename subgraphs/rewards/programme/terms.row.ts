/** The `programme_terms` table. Rows are only ever added. */
import 'reflect-metadata';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProgrammeTerms } from './terms.js';

@Entity('programme_terms')
export class ProgrammeTermsRow implements ProgrammeTerms {
  @PrimaryColumn('integer')
  version!: number;

  @Column('text')
  currency!: string;

  @Column('bigint', { name: 'worth_minor_per_thousand' })
  worthMinorPerThousand!: bigint;

  @Column('integer', { name: 'activation_delay_days' })
  activationDelayDays!: number;

  @Column('integer', { name: 'expiry_months', nullable: true })
  expiryMonths!: number | null;

  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  @Column('integer', { name: 'purchase_window_days' })
  purchaseWindowDays!: number;

  @Column('integer', { name: 'hold_minutes' })
  holdMinutes!: number;

  @Column('integer', { name: 'payable_share_basis_points' })
  payableShareBasisPoints!: number;

  @Column('integer', { name: 'line_payable_share_basis_points' })
  linePayableShareBasisPoints!: number;

  @Column('boolean', { name: 'is_basket_required' })
  isBasketRequired!: boolean;

  @Column('boolean', { name: 'spends_on_earning_receipt' })
  spendsOnEarningReceipt!: boolean;

  @Column('bigint', { name: 'receipt_max_minor' })
  receiptMaxMinor!: bigint;

  @Column('timestamptz', { name: 'configured_at' })
  configuredAt!: Date;

  @Column('text', { name: 'configured_by' })
  configuredBy!: string;
}
