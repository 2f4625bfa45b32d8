/** Adds and reads agreements; a signed one is never changed. */
import type { EntityManager } from 'typeorm';
import type { Agreement } from './agreement.js';
import { AgreementRow } from './agreement.row.js';

export class AgreementStore {
  constructor(private readonly manager: EntityManager) {}

  async add(agreement: Agreement): Promise<void> {
    await this.manager.insert(AgreementRow, agreement);
  }

  /** Gives the agreements of each partner by beginning, in one statement. */
  async ofPartners(partnerIds: readonly string[]): Promise<Agreement[][]> {
    const found = await this.manager
      .createQueryBuilder(AgreementRow, 'agreement')
      .where('agreement.partner_id = any(:partnerIds::uuid[])', { partnerIds })
      .orderBy('agreement.effectiveFrom')
      .getMany();
    return partnerIds.map((partnerId) => found.filter((agreement) => agreement.partnerId === partnerId));
  }
}
