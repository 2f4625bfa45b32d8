/**
 * Who pools, buys for a firm and was merged, in the small coalition of the tests of the whole platform: Anna sits in
 * Cleo's household, Ben and Emil are invited to it, the grocer enrolled a firm, and Fay went into Emil.
 */
import { randomUUID } from 'node:crypto';
import type { PlatformWorld } from '../platform-world.js';
import { actDocument } from '../public-graph.js';

export interface PooledMembers {
  /** Cleo owns it; Anna is in it. */
  readonly householdId: string;
  readonly bensInvitationId: string;
  readonly emilsInvitationId: string;
  readonly cleo: string;
  readonly dora: string;
  readonly emil: string;
  readonly fay: string;
  /** Of Fay into Emil. */
  readonly mergeId: string;
  /** The grocer's. */
  readonly firm: string;
  readonly buyerId: string;
}

type Input = Readonly<Record<string, unknown>>;
type Client = PlatformWorld['operator'];

export async function openPooledMembers(
  world: PlatformWorld,
  { annaId, benId, grocerKey }: Readonly<Record<'annaId' | 'benId' | 'grocerKey', string>>,
): Promise<PooledMembers> {
  const { operator } = world;
  const cleo = await enrol(operator, '+4915111110001');
  const dora = await enrol(operator, '+4915111110002');
  const emil = await enrol(operator, '+4915111110003');
  const fay = await enrol(operator, '+4915111110004');
  const household = { memberId: cleo, name: 'Home' };
  const householdId = await idOf(operator, 'openHousehold', household, 'HouseholdOpened', 'household');
  const invite = (memberId: string): Promise<string> => {
    const input = { householdId, memberId };
    return idOf(operator, 'inviteToHousehold', input, 'HouseholdInvitationSent', 'invitation');
  };
  await accept(world, annaId, await invite(annaId));
  const merge = { sourceMemberId: fay, targetMemberId: emil, reason: 'one person, two phones' };
  const tills = world.anonymous.as(grocerKey);
  const bolts = { name: 'Bolts & Sons', reference: 'HRB 1' };
  const firm = await idOf(tills, 'enrolOrganisation', bolts, 'OrganisationEnrolled', 'member');
  return {
    householdId,
    bensInvitationId: await invite(benId),
    emilsInvitationId: await invite(emil),
    cleo,
    dora,
    emil,
    fay,
    mergeId: await idOf(operator, 'mergeMembers', merge, 'MembersMerged', 'merge'),
    firm,
    buyerId: await idOf(tills, 'addBuyer', { memberId: firm, label: 'Yard' }, 'BuyerAdded', 'buyer'),
  };
}

/** Runs a mutation and gives the id of what it made. */
async function idOf(
  client: Client,
  name: string,
  input: Input,
  success: string,
  made: string,
): Promise<string> {
  const document = actDocument(name, `... on ${success} { ${made} { id } }`);
  const variables = { input: { idempotencyKey: randomUUID(), ...input } };
  const done = await client.succeed<Record<string, { id: string }>>(document, variables, success);
  return done[made]?.id ?? '';
}

function enrol(operator: Client, phone: string): Promise<string> {
  return idOf(operator, 'enrolMember', { phone }, 'MemberEnrolled', 'member');
}

/** Only the member says yes. */
async function accept(world: PlatformWorld, memberId: string, invitationId: string): Promise<void> {
  const response = await fetch(`${world.url}/dev/issuer/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'member', memberId }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  const input = { idempotencyKey: 'accepted', invitationId, isAccepted: true };
  await world.anonymous
    .as(token)
    .succeed(
      actDocument('answerHouseholdInvitation', '... on HouseholdInvitationAnswered { replayed }'),
      { input },
      'HouseholdInvitationAnswered',
    );
}
