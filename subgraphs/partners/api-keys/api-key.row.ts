/** The `api_key` table. Written by `api-key.store.ts` alone. */
import 'reflect-metadata';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PartnerId } from '../../../shared/values/ids.js';
import type { ApiKey } from './api-key.js';

@Entity('api_key')
export class ApiKeyRow implements ApiKey {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'partner_id' })
  partnerId!: PartnerId;

  @Column('text')
  label!: string;

  @Column('text')
  prefix!: string;

  /** Written at issue and compared by the database; never read back. */
  @Column('bytea', { name: 'secret_hash', select: false })
  secretHash!: Buffer;

  @Column('timestamptz', { name: 'issued_at' })
  issuedAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('timestamptz', { name: 'last_used_at', nullable: true })
  lastUsedAt!: Date | null;
}
