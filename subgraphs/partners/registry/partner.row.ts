/** The `partner` table. Written by `partner.store.ts` alone. */
import 'reflect-metadata';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PartnerId } from '../../../shared/values/ids.js';
import type { Partner } from './partner.js';
import type { PartnerStatus } from './partner-status.js';

@Entity('partner')
export class PartnerRow implements Partner {
  @PrimaryColumn('uuid')
  id!: PartnerId;

  @Column('text')
  name!: string;

  @Column('text')
  trade!: string;

  @Column('text')
  status!: PartnerStatus;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'joined_at' })
  joinedAt!: Date;
}
