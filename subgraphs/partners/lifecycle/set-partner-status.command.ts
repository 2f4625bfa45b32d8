/** Takes a partner one step further on its way: from invited to active, and later out again. */
import type { DataSource } from 'typeorm';
import { type KeyReused, once, type Replayable } from '../../../shared/platform/idempotency/once.js';
import type { Caller } from '../../../shared/platform/identity/caller.js';
import type { Clock } from '../../../shared/platform/runtime/subgraph.js';
import { ok, type Result, refused } from '../../../shared/values/result.js';
import { agreementsOf } from '../agreements/agreement.query.js';
import { hasAgreementAhead } from '../agreements/timeline.js';
import type { Partner, PartnerNotFound } from '../registry/partner.js';
import { lockedPartner } from '../registry/partner.query.js';
import {
  type AgreementMissing,
  type PartnerStatus,
  type PartnerStatusNotReachable,
  stepTo,
} from '../registry/partner-status.js';
import { changePartnerStatus } from '../registry/tell-partner.command.js';

export type SetPartnerStatusRefusal =
  | PartnerNotFound
  | PartnerStatusNotReachable
  | AgreementMissing
  | KeyReused;

export async function setPartnerStatus(
  { database, clock }: { readonly database: DataSource; readonly clock: Clock },
  request: {
    readonly caller: Caller;
    readonly key: string;
    readonly partnerId: string;
    readonly status: PartnerStatus;
  },
): Promise<Result<Replayable<{ partner: Partner }>, SetPartnerStatusRefusal>> {
  const { caller, key, partnerId, status } = request;
  const command = { caller, key, command: 'setPartnerStatus', input: { partnerId, status } };
  return once<{ partner: Partner }, Exclude<SetPartnerStatusRefusal, KeyReused>>(
    database,
    command,
    async (transaction) => {
      const partner = await lockedPartner(transaction, partnerId);
      if (partner === null) return refused({ kind: 'PartnerNotFound', partnerId });
      const at = clock.now();
      const step = stepTo(
        {
          partnerId: partner.id,
          status: partner.status,
          hasAgreementAhead: hasAgreementAhead(await agreementsOf(transaction, partner.id), at),
        },
        status,
      );
      if (!step.ok) return step;
      return ok({ partner: await changePartnerStatus(transaction, partner, { status: step.value, at }) });
    },
  );
}
