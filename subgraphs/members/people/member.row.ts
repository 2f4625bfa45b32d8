/** The `member` table. Written by `member.store.ts` alone. */
import 'reflect-metadata';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MemberKind } from '../standing/member-standing.js';

@Entity('member')
export class MemberRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  kind!: MemberKind;

  /** A firm has none. A merged member keeps its own: it leads to the member that stayed. */
  @Column('bytea', { name: 'phone_index', nullable: true })
  phoneIndex!: Buffer | null;

  @Column('bytea', { name: 'phone_sealed', nullable: true })
  phoneSealed!: Buffer | null;

  @Column('text', { nullable: true })
  nickname!: string | null;

  @Column('boolean', { name: 'is_nickname_shown' })
  isNicknameShown!: boolean;

  @Column('timestamptz', { name: 'enrolled_at' })
  enrolledAt!: Date;

  @Column('text', { name: 'enrolled_by' })
  enrolledBy!: string;

  @Column('uuid', { name: 'merged_into', nullable: true })
  mergedIntoId!: string | null;
}
