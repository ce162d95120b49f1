/** How far a step gets: which of the requests of its example are made when replies are made up. */
import { findOperation, type Operation } from '../../tools/contract/document.ts';
import type { Asking, Reply } from './tape.ts';
import { likest } from './taped-replies.ts';

/** What kind of request it is, whichever ids are in it. */
export function kindOf(
  asking: Asking,
  operations: readonly Operation[],
  replies: readonly Reply[],
): string {
  if (asking.statement !== null) return `SQL ${asking.statement}`;
  const operation = findOperation(operations, asking.method, asking.path);
  return operation?.name ?? `like ${likest(replies, asking)}`;
}
