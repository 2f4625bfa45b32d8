/** Reads the terms of gifts: the highest version is in force. A migration made the first one. */
import { rows, type SqlRunner } from '../../../shared/platform/database/transaction.js';
import type { GiftTerms } from './gift-terms.js';

const COLUMNS = `version, is_on as "isOn", gift_min_points as "giftMinPoints", gift_max_points as "giftMaxPoints",
  giver_day_max_points as "giverDayMaxPoints", giver_month_max_points as "giverMonthMaxPoints",
  receiver_month_max_points as "receiverMonthMaxPoints", offer_days as "offerDays", configured_at as "configuredAt"`;

/** Gives the terms in force. */
export async function giftTermsInForce(runner: SqlRunner): Promise<GiftTerms> {
  const [found] = await rows<GiftTerms>(
    runner,
    `select ${COLUMNS} from gift_terms order by version desc limit 1`,
  );
  return found as GiftTerms;
}

/** Gives the version that something was decided by. */
export async function giftTermsOfVersion(runner: SqlRunner, version: number): Promise<GiftTerms> {
  const [found] = await rows<GiftTerms>(runner, `select ${COLUMNS} from gift_terms where version = $1`, [
    version,
  ]);
  return found as GiftTerms;
}
