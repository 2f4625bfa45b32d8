/** The `card` table. Written by `card.store.ts` alone. */
import 'reflect-metadata';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export const cardKinds = ['VIRTUAL', 'PLASTIC'] as const;
export type CardKind = (typeof cardKinds)[number];

@Entity('card')
export class CardRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'member_id' })
  memberId!: string;

  @Column('text')
  number!: string;

  @Column('text')
  kind!: CardKind;

  @Column('timestamptz', { name: 'issued_at' })
  issuedAt!: Date;

  /** From then on it identifies nobody. */
  @Column('timestamptz', { name: 'stopped_at', nullable: true })
  stoppedAt!: Date | null;
}
