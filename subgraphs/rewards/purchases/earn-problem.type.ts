/** Tells why a basket cannot be recorded, for the record of a purchase and for its preview alike. */
import { problem } from '../../../shared/platform/graph/problem.js';
import type { CurrencyNotAgreed, EarnRefusal } from '../earning/earning.js';
import { isShared, sharedProblem } from '../refusals.type.js';
import type { AmountsRefusal } from './receipt.js';
import {
  AmountTooLargeType,
  CurrencyNotAgreedType,
  LineSumMismatchType,
  PurchaseInTheFutureType,
  PurchaseTooOldType,
  ReceiptAlreadyRecordedType,
  TooManyLinesType,
} from './receipt-problems.type.js';

type BasketRefusal = CurrencyNotAgreed | Exclude<AmountsRefusal, { readonly kind: 'AmountNotPositive' }>;

/** Tells what is wrong with the money of a basket, whether it is bought or paid with points. */
export function basketProblem(refusal: BasketRefusal) {
  switch (refusal.kind) {
    case 'CurrencyNotAgreed': {
      const message = `The agreement is in ${refusal.agreed}; the receipt is in ${refusal.currency}.`;
      return problem(CurrencyNotAgreedType, { ...refusal, message });
    }
    case 'AmountTooLarge': {
      const message = `A receipt is at most ${refusal.maxMinor} minor units.`;
      return problem(AmountTooLargeType, { ...refusal, message });
    }
    case 'LineSumMismatch': {
      const message = `The lines sum to ${refusal.gotMinor}, the total is ${refusal.expectedMinor}.`;
      return problem(LineSumMismatchType, { ...refusal, message });
    }
    case 'TooManyLines':
      return problem(TooManyLinesType, {
        ...refusal,
        message: `A receipt has at most ${refusal.max} lines.`,
      });
  }
}

export function earnProblem(refusal: EarnRefusal) {
  if (isShared(refusal)) return sharedProblem(refusal);
  switch (refusal.kind) {
    case 'PurchaseInTheFuture': {
      const message = 'The purchase lies in the future; check the clock of the till.';
      return problem(PurchaseInTheFutureType, { ...refusal, message }, { retryable: true });
    }
    case 'PurchaseTooOld': {
      const message = `Purchases are taken from ${refusal.oldestAllowed.toISOString()} on.`;
      return problem(PurchaseTooOldType, { ...refusal, message });
    }
    case 'ReceiptAlreadyRecorded': {
      const message = 'The store has recorded a purchase with this receipt number.';
      return problem(ReceiptAlreadyRecordedType, { ...refusal, message });
    }
    default:
      return basketProblem(refusal);
  }
}
