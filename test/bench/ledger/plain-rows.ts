/** The tables of the ledger as an ORM sees them, for the plain way of writing it: a row class for each, and no more. */
import 'reflect-metadata';
import { Column, Entity, PrimaryColumn } from 'typeorm';

const big = { type: 'bigint' } as const;

@Entity('stored_answer')
export class AnswerRow {
  @PrimaryColumn('text') caller!: string;
  @PrimaryColumn('text') key!: string;
  @Column('text') command!: string;
  @Column('bytea', { name: 'input_hash' }) inputHash!: Buffer;
  @Column('jsonb') answer!: unknown;
}

@Entity('card_copy')
export class CardRow {
  @PrimaryColumn('text', { name: 'card_number' }) cardNumber!: string;
  @Column('uuid', { name: 'member_id' }) memberId!: string;
}

@Entity('store_copy')
export class StoreRow {
  @PrimaryColumn('uuid', { name: 'store_id' }) storeId!: string;
  @Column('uuid', { name: 'partner_id' }) partnerId!: string;
}

@Entity('partner_copy')
export class PartnerRow {
  @PrimaryColumn('uuid', { name: 'partner_id' }) partnerId!: string;
  @Column('text') status!: string;
}

@Entity('agreement_copy')
export class AgreementRow {
  @PrimaryColumn('uuid', { name: 'agreement_id' }) id!: string;
  @Column('uuid', { name: 'partner_id' }) partnerId!: string;
  @Column('integer') version!: number;
  @Column({ name: 'earn_points', ...big }) earnPoints!: bigint;
  @Column({ name: 'earn_per_minor', ...big }) earnPerMinor!: bigint;
  @Column({ name: 'funding_minor_per_thousand', ...big }) fundingMinorPerThousand!: bigint;
  @Column({ name: 'reimbursement_minor_per_thousand', ...big }) reimbursementMinorPerThousand!: bigint;
}

@Entity('wallet')
export class WalletRow {
  @PrimaryColumn('uuid', { name: 'member_id' }) memberId!: string;
  @PrimaryColumn('text') unit!: string;
  @Column(big) debt!: bigint;
}

@Entity('purchase')
export class PurchaseRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { name: 'receipt_number' }) receiptNumber!: string;
  @Column('uuid', { name: 'store_id' }) storeId!: string;
  @Column('uuid', { name: 'partner_id' }) partnerId!: string;
  @Column('uuid', { name: 'member_id' }) memberId!: string;
  @Column('timestamptz', { name: 'purchased_at' }) purchasedAt!: Date;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt!: Date;
  @Column('text', { name: 'recorded_by' }) recordedBy!: string;
  @Column('text') currency!: string;
  @Column({ name: 'total_minor', ...big }) totalMinor!: bigint;
  @Column(big) points!: bigint;
  @Column({ name: 'funding_minor', ...big }) fundingMinor!: bigint;
  @Column({ name: 'fee_minor', ...big }) feeMinor!: bigint;
  @Column('integer', { name: 'terms_version' }) termsVersion!: number;
  @Column('uuid', { name: 'agreement_id' }) agreementId!: string;
  @Column('uuid', { name: 'entry_id' }) entryId!: string;
  @Column('uuid', { name: 'lot_ids', array: true }) lotIds!: string[];
}

@Entity('purchase_line')
export class LineRow {
  @PrimaryColumn('uuid', { name: 'purchase_id' }) purchaseId!: string;
  @PrimaryColumn('integer', { name: 'line_number' }) lineNumber!: number;
  @Column('text') sku!: string;
  @Column('text') name!: string;
  @Column('integer') quantity!: number;
  @Column({ name: 'amount_minor', ...big }) amountMinor!: bigint;
  @Column(big) points!: bigint;
}

@Entity('entry')
export class EntryRow {
  @PrimaryColumn('uuid') id!: string;
  @Column(big) sequence!: bigint;
  @Column('text') kind!: string;
  @Column('uuid', { name: 'member_id' }) memberId!: string;
  @Column('uuid', { name: 'partner_id' }) partnerId!: string;
  @Column('uuid', { name: 'purchase_id', nullable: true }) purchaseId!: string | null;
  @Column('uuid', { name: 'hold_id', nullable: true }) holdId!: string | null;
  @Column('timestamptz', { name: 'occurred_at' }) occurredAt!: Date;
  @Column('timestamptz', { name: 'posted_at' }) postedAt!: Date;
  @Column('integer', { name: 'terms_version' }) termsVersion!: number;
  @Column('uuid', { name: 'agreement_id' }) agreementId!: string;
  @Column('jsonb') reasons!: unknown;
}

@Entity('posting')
export class PostingRow {
  @PrimaryColumn('uuid', { name: 'entry_id' }) entryId!: string;
  @PrimaryColumn('smallint') line!: number;
  @Column('text') account!: string;
  @Column('text') unit!: string;
  @Column(big) amount!: bigint;
  @Column('uuid', { name: 'lot_id', nullable: true }) lotId!: string | null;
}

@Entity('lot')
export class LotRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'member_id' }) memberId!: string;
  @Column('text') unit!: string;
  @Column('uuid', { name: 'issuer_partner_id' }) issuerPartnerId!: string;
  @Column('uuid', { name: 'purchase_id', nullable: true }) purchaseId!: string | null;
  @Column('uuid', { name: 'entry_id' }) entryId!: string;
  @Column('uuid', { name: 'agreement_id' }) agreementId!: string;
  @Column({ name: 'funding_minor_per_thousand', ...big }) fundingMinorPerThousand!: bigint;
  @Column(big) original!: bigint;
  @Column(big) remaining!: bigint;
  @Column('timestamptz', { name: 'earned_at' }) earnedAt!: Date;
  @Column('timestamptz', { name: 'activates_at' }) activatesAt!: Date;
  @Column('timestamptz', { name: 'expires_at', nullable: true }) expiresAt!: Date | null;
}

@Entity('outbox')
export class OutboxRow {
  @PrimaryColumn('uuid', { name: 'event_id' }) eventId!: string;
  @Column('text') type!: string;
  @Column('text') key!: string;
  @Column('timestamptz', { name: 'occurred_at' }) occurredAt!: Date;
  @Column('jsonb') data!: unknown;
}

@Entity('hold_slice')
export class SliceRow {
  @PrimaryColumn('uuid', { name: 'hold_id' }) holdId!: string;
  @PrimaryColumn('smallint') position!: number;
  @Column('uuid', { name: 'lot_id' }) lotId!: string;
  @Column('uuid', { name: 'issuer_partner_id' }) issuerPartnerId!: string;
  @Column(big) points!: bigint;
}

@Entity('hold')
export class HoldRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'member_id' }) memberId!: string;
  @Column('uuid', { name: 'partner_id' }) partnerId!: string;
  @Column('uuid', { name: 'store_id' }) storeId!: string;
  @Column(big) points!: bigint;
  @Column({ name: 'captured_points', ...big }) capturedPoints!: bigint;
  @Column('text') state!: string;
  @Column('timestamptz', { name: 'held_at' }) heldAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'changed_at' }) changedAt!: Date;
  @Column('integer', { name: 'terms_version' }) termsVersion!: number;
  @Column('uuid', { name: 'agreement_id' }) agreementId!: string;
}

@Entity('capture')
export class CaptureRow {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'hold_id' }) holdId!: string;
  @Column({ name: 'points_before', ...big }) pointsBefore!: bigint;
  @Column(big) points!: bigint;
  @Column({ name: 'amount_minor', ...big }) amountMinor!: bigint;
  @Column('text') currency!: string;
  @Column('uuid', { name: 'entry_id' }) entryId!: string;
  @Column('timestamptz', { name: 'captured_at' }) capturedAt!: Date;
  @Column('text', { name: 'captured_by' }) capturedBy!: string;
}
