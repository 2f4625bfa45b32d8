/**
 * Turns away texts that no part of the platform could keep: half of a surrogate pair, and the character zero, which
 * PostgreSQL has no place for. Looked at once here, for every field of every type, in literals and in variables
 * alike.
 *
 * Walks without recursion: variables may be nested as deep as a body is long.
 */
import { type DocumentNode, Kind, visit } from 'graphql';
import { DoorError } from '../../shared/platform/graph/door-errors.js';

const HALF_A_PAIR = /\p{Surrogate}/u;

function isReadable(text: string): boolean {
  return !HALF_A_PAIR.test(text) && !text.includes('\0');
}

function unreadable(place: string): DoorError {
  const message = `${place} holds half a character or the character zero; send whole characters.`;
  return new DoorError('BAD_USER_INPUT', message);
}

/** @throws DoorError BAD_USER_INPUT for a literal that is not a readable text */
export function refuseUnreadableLiterals(document: DocumentNode): void {
  visit(document, {
    [Kind.STRING](node) {
      if (!isReadable(node.value)) throw unreadable('A text of the document');
    },
  });
}

/** @throws DoorError BAD_USER_INPUT naming the variable that holds a text that is not readable */
export function refuseUnreadableVariables(variables: Readonly<Record<string, unknown>>): void {
  for (const [name, given] of Object.entries(variables)) {
    const waiting: unknown[] = [given];
    while (waiting.length > 0) {
      const value = waiting.pop();
      if (typeof value === 'string' && !isReadable(value)) throw unreadable(`$${name.slice(0, 100)}`);
      if (typeof value !== 'object' || value === null) continue;
      for (const part of Object.values(value)) waiting.push(part);
    }
  }
}
