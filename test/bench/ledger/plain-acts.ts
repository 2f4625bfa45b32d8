/**
 * The plain way of writing the same ledger: a transaction, repositories, and an entity saved for each row, as a service
 * over an ORM is commonly written. It decides the same by the same facts and leaves the same rows.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { openDatabase } from '../../../shared/platform/database/data-source.js';
import { ProgrammeTermsRow } from '../../../subgraphs/rewards/programme/terms.row.js';
import type { OpenAct } from '../load/http-acts.js';
import type { LedgerLoad } from '../load/job.js';
import { receiptLines, receiptTotalMinor } from '../load/purchase-request.js';
import { anyMember } from './member-turns.js';
import { cardOf, idOf, PARTNERS } from './names.js';
import * as plain from './plain-rows.js';

const {
  AnswerRow,
  CardRow,
  StoreRow,
  PartnerRow,
  AgreementRow,
  WalletRow,
  PurchaseRow,
  LineRow,
  EntryRow,
  PostingRow,
  LotRow,
  OutboxRow,
  SliceRow,
  HoldRow,
  CaptureRow,
} = plain;
const ROWS = [...Object.values(plain), ProgrammeTermsRow];
const DAY_MS = 86_400_000;

export async function openPlain(load: LedgerLoad, callers: number): Promise<OpenAct> {
  const { databaseUrl: url, members } = load;
  const database = await openDatabase({
    url,
    applicationName: 'bench plain',
    schema: 'rewards',
    rows: ROWS,
    poolMax: callers,
  });
  const next = anyMember(members, callers);
  const act = load.act === 'earn' ? earn : burn;
  return {
    act: (caller) => database.transaction((manager) => act(manager, next(caller))),
    close: () => database.destroy(),
  };
}

interface Till {
  readonly memberId: string;
  readonly storeId: string;
  readonly partnerId: string;
  readonly agreement: plain.AgreementRow;
  readonly terms: ProgrammeTermsRow;
}

async function standing(manager: EntityManager, member: number): Promise<Till> {
  const card = await manager.findOneByOrFail(CardRow, { cardNumber: cardOf(member) });
  const store = await manager.findOneByOrFail(StoreRow, { storeId: idOf('store', member % PARTNERS) });
  const partner = await manager.findOneByOrFail(PartnerRow, { partnerId: store.partnerId });
  if (partner.status !== 'ACTIVE') throw new Error('the partner does not take part');
  const agreement = await manager.findOneOrFail(AgreementRow, {
    where: { partnerId: partner.partnerId },
    order: { version: 'DESC' },
  });
  const [terms] = await manager.find(ProgrammeTermsRow, { order: { version: 'DESC' }, take: 1 });
  if (terms === undefined) throw new Error('there are no terms');
  return { memberId: card.memberId, storeId: store.storeId, partnerId: partner.partnerId, agreement, terms };
}

async function lockedWallet(manager: EntityManager, memberId: string): Promise<plain.WalletRow> {
  return manager.findOneOrFail(WalletRow, {
    where: { memberId, unit: 'PTS' },
    lock: { mode: 'pessimistic_write' },
  });
}

async function claim(
  manager: EntityManager,
  { command, key, answer }: Pick<plain.AnswerRow, 'command' | 'key' | 'answer'>,
): Promise<void> {
  if ((await manager.findOneBy(AnswerRow, { caller: 'bench', key })) !== null) throw new Error('used');
  const inputHash = createHash('sha256').update(key).digest();
  await manager.save(manager.create(AnswerRow, { caller: 'bench', key, command, inputHash, answer }));
}

async function nextSequence(manager: EntityManager): Promise<bigint> {
  const [row] = await manager.query(`select nextval('entry_sequence') as sequence`);
  return row.sequence;
}

type Leg = readonly [account: string, unit: string, amount: bigint, lotId?: string];

async function post(
  manager: EntityManager,
  { memberId, partnerId, agreement, terms }: Till,
  entry: Pick<plain.EntryRow, 'id' | 'kind' | 'purchaseId' | 'holdId'> & { readonly legs: readonly Leg[] },
): Promise<bigint> {
  const now = new Date();
  const sequence = await nextSequence(manager);
  const { legs, ...facts } = entry;
  await manager.save(
    manager.create(EntryRow, {
      ...facts,
      ...{ memberId, partnerId, occurredAt: now, postedAt: now },
      ...{
        termsVersion: terms.version,
        agreementId: agreement.id,
        reasons: [{ rule: entry.kind, facts: {} }],
      },
      sequence,
    }),
  );
  const rows = legs.map(([account, unit, amount, lotId = null], index) =>
    manager.create(PostingRow, { entryId: entry.id, line: index + 1, account, unit, amount, lotId }),
  );
  await manager.save(rows);
  return sequence;
}

async function tell(manager: EntityManager, key: string, events: readonly (readonly [string, object])[]) {
  const rows = events.map(([type, data]) =>
    manager.create(OutboxRow, { eventId: randomUUID(), type, key, occurredAt: new Date(), data }),
  );
  await manager.save(rows);
}

type Obligation = Readonly<Record<'entryId' | 'ledgerSequence' | 'partnerId' | 'kind', string>>;

function clearing(of: Obligation, amount: bigint): readonly [string, object] {
  const data = { ...of, clearingId: randomUUID(), currency: 'EUR', amountMinor: String(amount) };
  return ['rewards.clearing-recorded.1', data];
}

async function makeLot(
  manager: EntityManager,
  { memberId, partnerId, agreement }: Till,
  lot: Pick<plain.LotRow, 'id' | 'purchaseId' | 'entryId' | 'original'>,
): Promise<void> {
  const now = new Date();
  await manager.save(
    manager.create(LotRow, {
      ...{ ...lot, memberId, unit: 'PTS', issuerPartnerId: partnerId, remaining: lot.original },
      ...{ agreementId: agreement.id, fundingMinorPerThousand: agreement.fundingMinorPerThousand },
      ...{ earnedAt: now, activatesAt: now, expiresAt: new Date(now.getTime() + 730 * DAY_MS) },
    }),
  );
}

function linesOf(manager: EntityManager, purchaseId: string): plain.LineRow[] {
  const shares = [4n, 13n, 9n];
  return receiptLines.map((line, index) =>
    manager.create(LineRow, {
      ...{ ...line, purchaseId, lineNumber: index + 1, points: shares[index] ?? 0n },
      amountMinor: BigInt(line.amountMinor),
    }),
  );
}

async function earn(manager: EntityManager, member: number): Promise<void> {
  const [id, entryId, lotId, receiptNumber] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await claim(manager, { command: 'recordPurchase', key: receiptNumber, answer: { purchaseId: id } });
  const till = await standing(manager, member);
  const { memberId, storeId, partnerId, agreement, terms } = till;
  if (await manager.existsBy(PurchaseRow, { storeId, receiptNumber })) throw new Error('recorded');
  await lockedWallet(manager, memberId);
  const now = new Date();
  const totalMinor = BigInt(receiptTotalMinor);
  const points = (totalMinor * agreement.earnPoints) / agreement.earnPerMinor;
  const fundingMinor = (points * agreement.fundingMinorPerThousand) / 1000n;
  const feeMinor = 1n;
  await manager.save(
    manager.create(PurchaseRow, {
      ...{
        id,
        receiptNumber,
        storeId,
        partnerId,
        memberId,
        purchasedAt: now,
        recordedAt: now,
        recordedBy: 'bench',
      },
      ...{ currency: 'EUR', totalMinor, points, fundingMinor, feeMinor, termsVersion: terms.version },
      ...{ agreementId: agreement.id, entryId, lotIds: [lotId] },
    }),
  );
  await manager.save(linesOf(manager, id));
  const legs: readonly Leg[] = [
    [`member:${memberId}`, 'PTS', points, lotId],
    [`issuance:${partnerId}`, 'PTS', -points],
    [`receivable:${partnerId}`, 'EUR', fundingMinor + feeMinor],
    ['points-fund', 'EUR', -fundingMinor],
    ['operator-fee', 'EUR', -feeMinor],
  ];
  const entry = { id: entryId, kind: 'EARN', purchaseId: id, holdId: null, legs };
  const sequence = await post(manager, till, entry);
  const of = { entryId, ledgerSequence: String(sequence), partnerId };
  await makeLot(manager, till, { id: lotId, purchaseId: id, entryId, original: points });
  await tell(manager, memberId, [
    [
      'rewards.purchase-recorded.1',
      { purchaseId: id, memberId, partnerId, storeId, receiptNumber, lines: receiptLines },
    ],
    clearing({ ...of, kind: 'FUNDING' }, fundingMinor),
    clearing({ ...of, kind: 'OPERATOR_FEE' }, feeMinor),
  ]);
}

async function burn(manager: EntityManager, member: number): Promise<void> {
  const [holdId, entryId, key] = [randomUUID(), randomUUID(), randomUUID()];
  await claim(manager, { command: 'spendPoints', key, answer: { holdId } });
  const till = await standing(manager, member);
  const { memberId, storeId, partnerId, agreement, terms } = till;
  const { debt } = await lockedWallet(manager, memberId);
  const now = new Date();
  const lots = await manager.find(LotRow, {
    where: { memberId, unit: 'PTS' },
    order: { expiresAt: 'ASC', id: 'ASC' },
  });
  const points = 100n;
  const usable = lots.filter((lot) => lot.remaining > 0n && (lot.expiresAt === null || lot.expiresAt > now));
  if (usable.reduce((sum, lot) => sum + lot.remaining, -debt) < points) throw new Error('too few points');
  const lot = usable.find(({ remaining }) => remaining >= points);
  if (lot === undefined) throw new Error('no lot is large enough');
  await manager.save(
    manager.create(HoldRow, {
      ...{ id: holdId, memberId, partnerId, storeId, points, capturedPoints: points },
      ...{ state: 'CAPTURED', heldAt: now },
      ...{ expiresAt: now, changedAt: now, termsVersion: terms.version, agreementId: agreement.id },
    }),
  );
  const { issuerPartnerId } = lot;
  await manager.save(
    manager.create(SliceRow, { holdId, position: 1, lotId: lot.id, issuerPartnerId, points }),
  );
  lot.remaining -= points;
  await manager.save(lot);
  const owed = (points * agreement.reimbursementMinorPerThousand) / 1000n;
  const legs: readonly Leg[] = [
    [`member:${memberId}`, 'PTS', -points, lot.id],
    [`redemption:${partnerId}`, 'PTS', points],
    [`receivable:${partnerId}`, 'EUR', -owed],
    ['points-fund', 'EUR', owed],
  ];
  const entry = { id: entryId, kind: 'CAPTURE', purchaseId: null, holdId, legs };
  const sequence = await post(manager, till, entry);
  await manager.save(
    manager.create(CaptureRow, {
      ...{ id: randomUUID(), holdId, pointsBefore: 0n, points, amountMinor: owed, currency: 'EUR', entryId },
      ...{ capturedAt: now, capturedBy: 'bench' },
    }),
  );
  const of = { entryId, ledgerSequence: String(sequence), partnerId };
  await tell(manager, memberId, [
    ['rewards.hold-changed.1', { holdId, memberId, partnerId, storeId, state: 'CAPTURED' }],
    clearing({ ...of, kind: 'REIMBURSEMENT' }, -owed),
  ]);
}
