/** Signs dated terms with a partner, beside those already signed, and tells them to whoever prices purchases. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import { tell } from '../../../shared/platform/outbox/outbox.js';
import { newId } from '../../../shared/platform/runtime/id-source.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import type { AgreementId } from '../../../shared/values/ids.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import type { PartnerNotFound } from '../registry/partner.js';
import { lockedPartner } from '../registry/partner.query.js';
import {
  type Agreement,
  type AgreementTerms,
  type AgreementTermsNotPlausible,
  plausibleTerms,
} from './agreement.js';
import { AgreementStore } from './agreement.store.js';
import { type AgreementOverlaps, fits } from './timeline.js';

export type SignAgreementRefusal =
  | AgreementTermsNotPlausible
  | PartnerNotFound
  | AgreementOverlaps
  | KeyReused;

interface SignAgreementRequest {
  readonly caller: Caller;
  readonly key: string;
  readonly partnerId: string;
  readonly terms: AgreementTerms;
}

export async function signAgreement(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  { caller, key, partnerId, terms }: SignAgreementRequest,
): Promise<Result<Replayable<{ agreement: Agreement }>, SignAgreementRefusal>> {
  const plausible = plausibleTerms(terms);
  if (!plausible.ok) return plausible;
  const command = { caller, key, command: 'signAgreement', input: { partnerId, terms } };
  return once<{ agreement: Agreement }, PartnerNotFound | AgreementOverlaps>(
    database,
    command,
    async (transaction) => {
      const partner = await lockedPartner(transaction, partnerId);
      if (partner === null) return refused({ kind: 'PartnerNotFound', partnerId });
      const agreements = new AgreementStore(transaction);
      const [signed = []] = await agreements.ofPartners([partner.id]);
      const fit = fits(signed, terms);
      if (!fit.ok) return fit;
      const facts = { id: newId<AgreementId>(), partnerId: partner.id, version: signed.length + 1 };
      const agreement: Agreement = { ...facts, ...terms, signedAt: clock.now() };
      await agreements.add(agreement);
      const { id: agreementId, signedAt: occurredAt, ...data } = agreement;
      await tell(transaction, [
        {
          id: newId(),
          type: 'partners.agreement-signed.1',
          key: partner.id,
          occurredAt,
          data: { agreementId, ...data },
        },
      ]);
      return ok({ agreement });
    },
  );
}
