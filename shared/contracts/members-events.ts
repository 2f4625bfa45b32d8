/** What the members subgraph tells the others. Nothing here says who a person is: no name, no phone. */
import { z } from 'zod';
import { id, instant } from './wire.js';

export const membersEvents = {
  'members.member-enrolled.1': z
    .object({ memberId: id, enrolledAt: instant })
    .meta({ description: 'A person joined the programme and has a wallet from now on.' }),
  'members.card-issued.1': z
    .object({
      cardId: id,
      memberId: id,
      cardNumber: z.string(),
      kind: z.enum(['VIRTUAL', 'PLASTIC']),
      issuedAt: instant,
    })
    .meta({ description: 'A card now identifies a member at every till of the coalition.' }),
} as const;
