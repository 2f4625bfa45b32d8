/** What the partners subgraph tells the others: who is in the coalition, where, on what terms, and what was settled. */
import { z } from 'zod';
import { currency, id, instant, wholeNumber } from './wire.js';

export const partnersEvents = {
  'partners.partner-changed.1': z
    .object({
      partnerId: id,
      name: z.string(),
      status: z.enum(['INVITED', 'ACTIVE', 'EARN_CLOSED', 'BURN_CLOSED', 'SETTLED']),
      version: z.int().positive(),
    })
    .meta({ description: 'A partner came in or changed; a higher version replaces a lower one.' }),
  'partners.store-changed.1': z
    .object({
      storeId: id,
      partnerId: id,
      name: z.string(),
      city: z.string(),
      timeZone: z.string(),
      isOpen: z.boolean(),
      version: z.int().positive(),
    })
    .meta({
      description: 'An outlet of a partner opened or changed; a higher version replaces a lower one.',
    }),
  'partners.agreement-signed.1': z
    .object({
      agreementId: id,
      partnerId: id,
      version: z.int().positive(),
      effectiveFrom: instant,
      effectiveUntil: instant.nullable(),
      currency,
      earnPoints: wholeNumber,
      earnPerMinor: wholeNumber,
      fundingMinorPerThousand: wholeNumber,
      reimbursementMinorPerThousand: wholeNumber,
      operatorFeeBasisPoints: wholeNumber,
    })
    .meta({
      description:
        'Dated terms between the coalition and a partner. Signed terms never change; new terms are a new version.',
    }),
  'partners.settlement-period-closed.1': z
    .object({
      periodId: id,
      number: z.int().positive(),
      closedAt: instant,
      watermark: wholeNumber,
      positions: z.array(z.object({ partnerId: id.nullable(), currency, netMinor: wholeNumber })),
    })
    .meta({
      description:
        'A settlement period was cut and netted. Positions sum to zero per currency; the one without a partner is the operator.',
    }),
} as const;
