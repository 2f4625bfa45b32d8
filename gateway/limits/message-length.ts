/** Messages of the GraphQL library show what was sent, however long: a wrong paste of a megabyte must not come back. */
const MESSAGE_MAX = 500;

/** Gives the message as it may be shown: its beginning, when it is longer than anybody reads. */
export function shownMessage(message: string): string {
  return message.length <= MESSAGE_MAX ? message : `${message.slice(0, MESSAGE_MAX)}…`;
}
