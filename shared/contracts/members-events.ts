/** What the members subgraph tells the others. Nothing here says who a person is: no name, no phone. */
import { z } from 'zod';
import { id, instant, wholeNumber } from './wire.js';

/** Who became one member, and the cards that changed hands by it. */
const merge = {
  mergeId: id,
  sourceMemberId: id,
  targetMemberId: id,
  cardNumbers: z.array(z.string()),
};

export const membersEvents = {
  'members.member-enrolled.1': z
    .object({ memberId: id, enrolledAt: instant })
    .meta({ description: 'A person or a firm joined the programme and has a wallet from now on.' }),
  'members.card-issued.1': z
    .object({
      cardId: id,
      memberId: id,
      cardNumber: z.string(),
      kind: z.enum(['VIRTUAL', 'PLASTIC']),
      issuedAt: instant,
    })
    .meta({ description: 'A card now identifies a member at every till of the coalition.' }),
  'members.household-changed.1': z
    .object({
      householdId: id,
      version: z.int().positive(),
      members: z.array(
        z.object({ memberId: id, monthlyDrawLimit: wholeNumber.nullable(), joinedAt: instant }),
      ),
    })
    .meta({
      description:
        'Who pools points, all of them; nobody means that the household is closed. A higher version replaces a lower one.',
    }),
  'members.buyer-changed.1': z
    .object({
      buyerId: id,
      memberId: id,
      cardNumber: z.string(),
      monthlySpendLimit: wholeNumber.nullable(),
      isActive: z.boolean(),
      version: z.int().positive(),
    })
    .meta({
      description:
        'Who buys for an organisation member by a card came, changed or went; a higher version replaces a lower one.',
    }),
  'members.members-merged.1': z.object({ ...merge, mergedAt: instant }).meta({
    description: 'One member went into another: the cards, and all else of the source, are now the target’s.',
  }),
  'members.members-unmerged.1': z
    .object({ ...merge, unmergedAt: instant })
    .meta({ description: 'A merge was undone: the cards that came by it are the source’s again.' }),
} as const;
