/** Runs a step against made up replies in this process: no core, no sockets. */
import { setImmediate } from 'node:timers/promises';
import { type Asked, type Reply, startDirectZapier } from '../../sandbox/zapier/index.ts';
import { type Outcome, outcomeOf } from '../conformance/outcome.ts';
import type { Step } from '../conformance/steps.ts';
import { type Answered, nothingPlayed, type Played } from './run-record.ts';
import { appWithOnly, runStep } from './run-step.ts';
import { type Asking, askingOf, bodyOf, ORIGIN, type Tape } from './tape.ts';

/** What is told of a reply; the whole of it can be megabytes, of which hundreds are under way at once. */
export type Heard = { asking: Asking; status: number; beginning: string };

export type Play = { outcome: Outcome; played: Played; heard: Heard[] };

const CONNECTION = {
  api_key: 'key-of-the-fuzzer',
  api_secret: 'secret-of-the-fuzzer',
  scope: 'everything',
};

const SHOWN = 400;

/** A copy: a mere slice would keep the whole text. */
function beginningOf(body: string): string {
  if (body.length <= SHOWN) return body;
  return `${Buffer.from(body.slice(0, SHOWN)).toString()}…`;
}

/** Runs the tape's input. `answerTo` notes what it answers. Expects `ORIGIN` in CRATEDB_CLOUD_URL. */
export async function playDirectly(
  step: Step,
  tape: Tape,
  answerTo: (asking: Asking, played: Played) => Answered,
): Promise<Play> {
  const played = nothingPlayed();
  const heard: Heard[] = [];
  const answer = async (asked: Asked): Promise<Reply> => {
    // As a network would: cases that never wait for anything let no other have its turn, nor a timer.
    await setImmediate();
    const { host } = new URL(asked.url);
    const isKey = asked.headers.authorization?.startsWith('Basic ') === true;
    if (isKey && `https://${host}` !== ORIGIN) played.leaks.push(host);
    const asking = askingOf(asked, await bodyOf(asked));
    const answered = answerTo(asking, played);
    const { status, type, body } = answered;
    heard.push({ asking, status, beginning: beginningOf(body ?? '') });
    return { status, headers: { date: tape.date, 'content-type': type }, text: body ?? '' };
  };
  const app = appWithOnly(step);
  const zapier = startDirectZapier({ app, answer, authData: CONNECTION, locks: false });
  return { outcome: await outcomeOf(runStep(zapier, step, tape.input)), played, heard };
}
