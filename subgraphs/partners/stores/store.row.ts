/** The `store` table. Written by `store.store.ts` alone. */
import 'reflect-metadata';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PartnerId, StoreId } from '../../../shared/values/ids.js';
import type { Store } from './store.js';

@Entity('store')
export class StoreRow implements Store {
  @PrimaryColumn('uuid')
  id!: StoreId;

  @Column('uuid', { name: 'partner_id' })
  partnerId!: PartnerId;

  @Column('text')
  name!: string;

  @Column('text')
  city!: string;

  @Column('text', { name: 'country_code' })
  countryCode!: string;

  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  @Column('boolean', { name: 'is_open' })
  isOpen!: boolean;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'opened_at' })
  openedAt!: Date;
}
