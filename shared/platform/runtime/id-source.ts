/** New identifiers: UUID version 7, so that rows written together lie together (RFC 9562, section 5.7). */
import { v7 } from 'uuid';

export function newId<Id extends string>(): Id {
  return v7() as Id;
}
