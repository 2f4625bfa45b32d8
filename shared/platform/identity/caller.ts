/**
 * Who asks. Established once by the gateway, signed on the way to a subgraph, and checked again by the subgraph that
 * owns the data: the gateway's check is a convenience, the owner's is the wall.
 */
import type { MemberId, PartnerId } from '../../values/ids.js';
import { DoorError } from '../graph/door-errors.js';

export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'member'; readonly memberId: MemberId }
  | { readonly kind: 'partner'; readonly partnerId: PartnerId; readonly apiKeyId: string }
  | { readonly kind: 'operator'; readonly subject: string }
  | { readonly kind: 'auditor'; readonly subject: string }
  | { readonly kind: 'gateway' };

export type Role = Caller['kind'];
export type CallerOf<Kind extends Role> = Extract<Caller, { kind: Kind }>;

/** Names the caller for idempotency keys and logs: stable, and free of personal data. */
export function callerId(caller: Caller): string {
  switch (caller.kind) {
    case 'member':
      return `member:${caller.memberId}`;
    case 'partner':
      return `partner:${caller.partnerId}`;
    case 'operator':
    case 'auditor':
      return `${caller.kind}:${caller.subject}`;
    default:
      return caller.kind;
  }
}

/**
 * Lets the named roles pass and narrows the caller to them.
 *
 * @throws DoorError UNAUTHENTICATED for an anonymous caller, FORBIDDEN for any other role
 */
export function allow<Kind extends Role>(caller: Caller, roles: readonly Kind[]): CallerOf<Kind> {
  if ((roles as readonly Role[]).includes(caller.kind)) return caller as CallerOf<Kind>;
  if (caller.kind === 'anonymous') {
    throw new DoorError('UNAUTHENTICATED', 'Sign in or send an API key to do this.');
  }
  throw new DoorError('FORBIDDEN', `This needs the role ${roles.join(' or ')}; you are ${caller.kind}.`);
}
