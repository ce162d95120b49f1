/** Answers from a tape, mutated. */
import { type Mutation, mutate } from './reply-mutations.ts';
import type { Answered, Played } from './run-record.ts';
import { note } from './run-record.ts';
import type { Asking, Reply, Tape } from './tape.ts';

const UNKNOWN = { message: 'Resource not found.', success: false };

/** The mutated reply to a request, which is noted. */
export function tapedAnswer(
  { replies }: Tape,
  mutations: readonly Mutation[],
  asking: Asking,
  played: Played,
): Answered {
  const index = likest(replies, asking);
  const found = replies[index];
  if (!found) {
    note(played, asking, 404, UNKNOWN);
    return { status: 404, type: 'application/json', body: JSON.stringify(UNKNOWN) };
  }
  const { status, type } = found;
  const bare = status === 204 || asking.method === 'HEAD';
  const original = parsed(found.body);
  const body =
    bare || original === undefined
      ? undefined
      : mutate(original, mutations, { index, replies: replies.length });
  note(played, asking, status, body);
  const unread = original === undefined ? found.body : (JSON.stringify(body) ?? '');
  return { status, type: type || 'application/json', body: bare ? null : unread };
}

/** A body that is JSON; undefined for any other. */
export function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/**
 * The reply on the tape to this request, or to the one that is most like it: a mutated reply makes a step
 * ask for ids that the sandbox never had. Paths that differ in more than two parts are not alike.
 */
export function likest(replies: readonly Reply[], asked: Asking): number {
  const parts = asked.path.split('/');
  let best = { index: -1, score: -1 };
  for (const [index, reply] of replies.entries()) {
    const own = reply.path.split('/');
    if (reply.method !== asked.method || own.length !== parts.length) continue;
    if ((reply.statement === null) !== (asked.statement === null)) continue;
    const differing = own.filter((part, place) => part !== parts[place]).length;
    if (differing > 2) continue;
    const score =
      (reply.statement === asked.statement ? 100 : 0) +
      // Of a statement that was sent twice, the reply it was sent again for.
      (reply.statement !== null && reply.status < 400 ? 5 : 0) +
      (2 - differing) * 10 +
      (reply.query === asked.query ? 1 : 0);
    if (score > best.score) best = { index, score };
  }
  return best.index;
}
