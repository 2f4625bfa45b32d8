/**
 * A coalition that grows one row at a time in every list that the graph shows: each step is one more brand with a
 * store, one more member with a card, a purchase of that member and one of the first member at the new brand.
 */
import type { PlatformWorld } from '../world/platform-world.js';

const BRING_IN = `mutation ($input: BringInPartnerInput!) { bringInPartner(input: $input) { __typename
  ... on PartnerBroughtIn { partner { id } } ... on Problem { message } } }`;
const SIGN = `mutation ($input: SignAgreementInput!) { signAgreement(input: $input) { __typename
  ... on Problem { message } } }`;
const ACTIVATE = `mutation ($input: SetPartnerStatusInput!) { setPartnerStatus(input: $input) { __typename
  ... on Problem { message } } }`;
const OPEN_STORE = `mutation ($input: OpenStoreInput!) { openStore(input: $input) { __typename
  ... on StoreOpened { store { id } } ... on Problem { message } } }`;
const ENROL = `mutation ($input: EnrolMemberInput!) { enrolMember(input: $input) { __typename
  ... on MemberEnrolled { member { id } } ... on Problem { message } } }`;
const RECORD = `mutation ($input: RecordPurchaseInput!) { recordPurchase(input: $input) { __typename
  ... on PurchaseRecorded { points } ... on Problem { message } } }`;
const OPEN_BOARD = `mutation ($input: OpenLeaderboardInput!) { openLeaderboard(input: $input) { __typename
  ... on LeaderboardOpened { leaderboard { id } } ... on Problem { message } } }`;

const AGREED_SINCE_MS = 10 * 86_400_000;

export class GrowingCoalition {
  private readonly members: string[] = [];

  private constructor(
    private readonly world: PlatformWorld,
    readonly boardId: string,
  ) {}

  static async open(world: PlatformWorld): Promise<GrowingCoalition> {
    const board = {
      code: 'all-time',
      name: 'All',
      metric: 'POINTS_EARNED',
      window: 'ALL_TIME',
      timeZone: 'UTC',
    };
    const input = { idempotencyKey: 'board', ...board };
    const opened = await world.operator.succeed<{ leaderboard: { id: string } }>(
      OPEN_BOARD,
      { input },
      'LeaderboardOpened',
    );
    return new GrowingCoalition(world, opened.leaderboard.id);
  }

  /** Who shops at every brand. */
  get firstMember(): string {
    return this.members[0] ?? '';
  }

  async growTo(size: number): Promise<void> {
    while (this.members.length < size) await this.growByOne(this.members.length + 1);
    await this.world.quiet();
  }

  private async growByOne(number: number): Promise<void> {
    const storeId = await this.openBrand(number);
    const member = await this.enrol(number);
    this.members.push(member);
    await this.shop(`${number}:own`, member, storeId);
    if (member !== this.firstMember) await this.shop(`${number}:first`, this.firstMember, storeId);
  }

  private async openBrand(number: number): Promise<string> {
    const { operator } = this.world;
    const key = (act: string) => ({ idempotencyKey: `brand:${number}:${act}` });
    const brand = { ...key('partner'), name: `Brand ${number}`, trade: 'groceries' };
    const brought = await operator.succeed<{ partner: { id: string } }>(
      BRING_IN,
      { input: brand },
      'PartnerBroughtIn',
    );
    const partnerId = brought.partner.id;
    const terms = {
      ...key('agreement'),
      ...{ partnerId, currency: 'EUR', earnPoints: '1', earnPerMinor: '10' },
      ...{
        fundingMinorPerThousand: '900',
        reimbursementMinorPerThousand: '800',
        operatorFeeBasisPoints: '500',
      },
      effectiveFrom: new Date(Date.now() - AGREED_SINCE_MS).toISOString(),
    };
    await operator.succeed(SIGN, { input: terms }, 'AgreementSigned');
    const active = { ...key('active'), partnerId, status: 'ACTIVE' };
    await operator.succeed(ACTIVATE, { input: active }, 'PartnerStatusSet');
    const place = { name: `Store ${number}`, city: 'Bonn', countryCode: 'DE', timeZone: 'Europe/Berlin' };
    const store = { ...key('store'), partnerId, ...place };
    const opened = await operator.succeed<{ store: { id: string } }>(
      OPEN_STORE,
      { input: store },
      'StoreOpened',
    );
    return opened.store.id;
  }

  private async enrol(number: number): Promise<string> {
    const phone = `+4915112345${String(number).padStart(3, '0')}`;
    const input = {
      idempotencyKey: `member:${number}`,
      phone,
      nickname: `Member ${number}`,
      isNicknameShown: true,
    };
    const enrolled = await this.world.operator.succeed<{ member: { id: string } }>(
      ENROL,
      { input },
      'MemberEnrolled',
    );
    return enrolled.member.id;
  }

  private async shop(key: string, memberId: string, storeId: string): Promise<void> {
    const input = {
      ...{ idempotencyKey: `purchase:${key}`, memberId, storeId, receiptNumber: key },
      ...{ purchasedAt: new Date().toISOString(), currency: 'EUR', totalMinor: '1000' },
      lines: [{ sku: 'BREAD', name: 'Bread', quantity: 1, amountMinor: '1000' }],
    };
    await this.world.operator.succeed(RECORD, { input }, 'PurchaseRecorded');
  }
}
