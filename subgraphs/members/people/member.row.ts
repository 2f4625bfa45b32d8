/** The `member` table. Written by `member.store.ts` alone. */
import 'reflect-metadata';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('member')
export class MemberRow {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('bytea', { name: 'phone_index' })
  phoneIndex!: Buffer;

  @Column('bytea', { name: 'phone_sealed' })
  phoneSealed!: Buffer;

  @Column('text', { nullable: true })
  nickname!: string | null;

  @Column('boolean', { name: 'is_nickname_shown' })
  isNicknameShown!: boolean;

  @Column('timestamptz', { name: 'enrolled_at' })
  enrolledAt!: Date;

  @Column('text', { name: 'enrolled_by' })
  enrolledBy!: string;
}
