/**
 * The brands of an import: one partner for each country of the file, with terms, active, and one store.
 *
 * What is there already is used as it is, whoever made it: terms of a brand that has some are not touched.
 */
import { type GraphClient, RefusedError } from '../../graph-client.js';
import { keyOf } from '../plan/acts.js';
import { storePlaceOf } from '../plan/countries.js';
import { ACTIVATE, BRING_IN_PARTNER, OPEN_STORE, PARTNERS, SIGN_AGREEMENT, STORES } from './operations.js';

export interface BrandTerms {
  readonly source: string;
  /** Stands before the country in the name of a brand. */
  readonly label: string;
  readonly trade: string;
  readonly currency: string;
  /** The minor units of 1.00, which earn one point. */
  readonly earnPerMinor: string;
}

/** Before any receipt that anyone will import, and the same at every run. */
const EFFECTIVE_FROM = '2000-01-01T00:00:00Z';
const RATES = {
  earnPoints: '1',
  fundingMinorPerThousand: '700',
  reimbursementMinorPerThousand: '500',
  operatorFeeBasisPoints: '250',
};

interface Partners {
  readonly partners: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly name: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

export class Brands {
  private readonly stores = new Map<string, Promise<string>>();
  private readonly counted = new Set<string>();

  constructor(
    private readonly graph: GraphClient,
    private readonly terms: BrandTerms,
    private readonly onReady: (isNew: boolean) => void,
  ) {}

  /** Gives the store of a country, making the brand when it is not there. */
  storeOf(country: string): Promise<string> {
    const known = this.stores.get(country) ?? this.open(country);
    this.stores.set(country, known);
    return known;
  }

  /** Tells that a brand was needed, once for each; of purchases that were finished before, too. */
  count(country: string, isNew = false): void {
    if (!this.counted.has(country)) this.onReady(isNew);
    this.counted.add(country);
  }

  private async open(country: string): Promise<string> {
    const name = country === '' ? this.terms.label : `${this.terms.label} ${country}`;
    const { partnerId, isNew } = await this.partner(name, country);
    const key = (act: string): string => keyOf(this.terms.source, act, country || '-');
    await this.despite('AgreementOverlaps', () => this.sign(partnerId, key('agreement')));
    await this.despite('PartnerStatusNotReachable', () =>
      this.graph.succeed(
        ACTIVATE,
        { input: { idempotencyKey: key('active'), partnerId, status: 'ACTIVE' } },
        'PartnerStatusSet',
      ),
    );
    const storeId = await this.store(partnerId, { name, country, key: key('store') });
    this.count(country, isNew);
    return storeId;
  }

  private async partner(name: string, country: string): Promise<{ partnerId: string; isNew: boolean }> {
    const idempotencyKey = keyOf(this.terms.source, 'partner', country || '-');
    const input = { idempotencyKey, name, trade: this.terms.trade };
    const made = await this.despite('PartnerNameTaken', () =>
      this.graph.succeed<{ partner: { id: string }; replayed: boolean }>(
        BRING_IN_PARTNER,
        { input },
        'PartnerBroughtIn',
      ),
    );
    if (made !== null) return { partnerId: made.partner.id, isNew: !made.replayed };
    return { partnerId: await this.partnerNamed(name), isNew: false };
  }

  private async partnerNamed(name: string): Promise<string> {
    for (let after: string | null = null; ; ) {
      const { partners }: Partners = await this.graph.request<Partners>(PARTNERS, { after });
      const found = partners.edges.find(({ node }) => node.name.toLowerCase() === name.toLowerCase());
      if (found !== undefined) return found.node.id;
      if (!partners.pageInfo.hasNextPage)
        throw new Error(`the partner "${name}" is taken and not to be found`);
      after = partners.pageInfo.endCursor;
    }
  }

  private sign(partnerId: string, idempotencyKey: string): Promise<unknown> {
    const { currency, earnPerMinor } = this.terms;
    const input = {
      ...RATES,
      idempotencyKey,
      partnerId,
      currency,
      earnPerMinor,
      effectiveFrom: EFFECTIVE_FROM,
    };
    return this.graph.succeed(SIGN_AGREEMENT, { input }, 'AgreementSigned');
  }

  private async store(
    partnerId: string,
    { name, country, key }: { readonly name: string; readonly country: string; readonly key: string },
  ): Promise<string> {
    const { partner } = await this.graph.request<{ partner: { stores: { id: string; name: string }[] } }>(
      STORES,
      { id: partnerId },
    );
    const found = partner.stores.find((store) => store.name === name);
    if (found !== undefined) return found.id;
    const input = { ...storePlaceOf(country), idempotencyKey: key, partnerId, name };
    const made = await this.graph.succeed<{ store: { id: string } }>(OPEN_STORE, { input }, 'StoreOpened');
    return made.store.id;
  }

  /** Null when the platform refused because the thing is there already. */
  private async despite<Made>(refusal: string, make: () => Promise<Made>): Promise<Made | null> {
    try {
      return await make();
    } catch (fault) {
      if (fault instanceof RefusedError && fault.refusal === refusal) return null;
      throw fault;
    }
  }
}
