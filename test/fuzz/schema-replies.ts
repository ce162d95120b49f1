/** Replies made of nothing but the API's document: a step asks, and one is made up for what it asked. */
import * as fc from 'fast-check';
import { findOperation, type Operation, valuesOf } from '../../tools/contract/document.ts';
import type { Schema } from '../../tools/contract/json-schema.ts';
import { errorBody } from './error-replies.ts';
import { type AskedFor, filled, vocabularyOf } from './known-values.ts';
import { type Mutation, mutations } from './reply-mutations.ts';
import { type Answered, note, type Played } from './run-record.ts';
import { type Making, madeOf, type Spoilt } from './schema-values.ts';
import { sqlModel, sqlReply } from './sql-replies.ts';
import type { Asking, Tape } from './tape.ts';
import { likest, parsed, tapedAnswer } from './taped-replies.ts';

/** Makes values up as they are asked for, and shrinks them afterwards. */
export type Chance = fc.GeneratorValue;

export const chances = (): fc.Arbitrary<Chance> => fc.gen();

/** How bad a case is: `trouble` of a thousand replies are errors. */
type Mood = Making & { trouble: 0 | 20 | 150 };

const EVERYTHING = 1_000;
const LONGEST = 3_000;

const moods: Mood[] = [
  { spoilt: 0, known: 1, trouble: 0 },
  { spoilt: 0, known: 8, trouble: 0 },
  { spoilt: 8, known: 1, trouble: 0 },
  { spoilt: 8, known: 8, trouble: 0 },
  { spoilt: 8, known: 8, trouble: 20 },
  { spoilt: 50, known: 1, trouble: 0 },
  { spoilt: 0, known: 8, trouble: 150 },
  { spoilt: 50, known: 8, trouble: 20 },
  { spoilt: 250, known: 1, trouble: 150 },
];
const mood = () => fc.constantFrom(...moods);

/** For what the document lacks: those of the other way, in as many cases as the mood says. */
const someMutations = (spoilt: Spoilt) =>
  fc.oneof(
    { weight: 25, arbitrary: fc.constant<Mutation[]>([]) },
    { weight: spoilt, arbitrary: mutations(LONGEST) },
  );

type Raw = { status: number; type: string; body: unknown };

/** What is worked out is large, so all steps share it. */
const kept = new WeakMap<object, Map<string, () => fc.Arbitrary<unknown>>>();

/** Chance knows what it made by the function that it was given, so that has to be the same one. */
function make<T>(chance: Chance, about: object, name: string, arbitrary: () => fc.Arbitrary<T>): T {
  const own = kept.get(about) ?? new Map<string, () => fc.Arbitrary<unknown>>();
  kept.set(about, own);
  let worked = own.get(name);
  if (!worked) {
    const once = arbitrary();
    worked = () => once;
    own.set(name, worked);
  }
  return chance(worked as () => fc.Arbitrary<T>);
}

/** One for all cases of a step: the answer to a request, made up by the case's chance, and noted. */
export function schemaAnswers(operations: readonly Operation[], tape: Tape) {
  const words = vocabularyOf(tape);

  function answerOf(chance: Chance): (asking: Asking, played: Played) => Answered {
    let settled: Mood | undefined;
    return (asking, played) => {
      settled ??= chance(mood);
      const { spoilt, known, trouble } = settled;
      const name = `${spoilt} ${known} ${trouble}`;
      const operation = findOperation(operations, asking.method, asking.path);
      if (asking.statement !== null) {
        const model = sqlModel(tape.replies[likest(tape.replies, asking)]?.body ?? '');
        const reply = make(chance, tape, `${name} ${asking.statement}`, () =>
          sqlReply(model, spoilt, trouble),
        );
        note(played, asking, reply.status, parsed(reply.body ?? ''));
        return reply;
      }
      if (!operation) {
        const spoilers = make(chance, tape, `${name} mutations`, () => someMutations(spoilt));
        const here = spoilers.map((it) => ({ ...it, place: { ...it.place, reply: 0 } }));
        const like = likest(tape.replies, asking);
        const replies = like < 0 ? [] : tape.replies.slice(like, like + 1);
        return tapedAnswer({ ...tape, replies }, here, asking, played);
      }
      const raw = make(chance, operation, name, () =>
        replyOf(operation, { spoilt, known }, trouble),
      );
      const body = filled(raw.body, words, askedFor(operation, asking, tape));
      note(played, asking, raw.status, body);
      return { ...raw, body: textOf(raw, body, asking) };
    };
  }
  return answerOf;
}

function textOf({ type }: Raw, body: unknown, { method }: Asking): string | null {
  if (method === 'HEAD' || body === undefined) return null;
  return type.includes('json') ? JSON.stringify(body) : String(body);
}

function askedFor({ template }: Operation, asking: Asking, { replies }: Tape): AskedFor {
  const byName = valuesOf(template, asking.path) ?? {};
  const like = parsed(replies[likest(replies, asking)]?.body ?? '');
  const entries = Array.isArray(like) ? like : [like];
  return { byName, itself: Object.values(byName).at(-1), entries };
}

/** Mostly the success that is documented first. */
function replyOf(operation: Operation, making: Making, trouble: number): fc.Arbitrary<Raw> {
  const declared = [...operation.replies];
  const good = declared.filter(([status]) => status < 400);
  const bad = declared.filter(([status]) => status >= 400);
  const first = { weight: 8 * (EVERYTHING - trouble), arbitrary: success(good[0], making) };
  const others = good
    .slice(1)
    .map((one) => ({ weight: EVERYTHING - trouble, arbitrary: success(one, making) }));
  const errors = bad.map(([status, contents]) => ({
    weight: Math.ceil((8 * trouble) / bad.length),
    arbitrary: failure(status, contents, making),
  }));
  // To a question whether something exists, no is as good an answer.
  const no = bad.find(([status]) => operation.method === 'HEAD' && status === 404);
  const refusals = no ? [{ weight: first.weight, arbitrary: failure(...no, making) }] : [];
  return fc.oneof(first, ...others, ...errors, ...refusals);
}

type Declared = [status: number, contents: Map<string, Schema>];

function success(declared: Declared | undefined, making: Making): fc.Arbitrary<Raw> {
  const [status, contents] = declared ?? [200, new Map<string, Schema>()];
  const [content] = contents;
  if (!content) return fc.constant({ status, type: 'application/json', body: undefined });
  const [type, schema] = content;
  return madeOf(schema, making).map((body) => ({ status, type, body }));
}

/** The document names most errors without saying what is in them. */
function failure(status: number, contents: Declared[1], making: Making): fc.Arbitrary<Raw> {
  if (contents.size > 0) return success([status, contents], making);
  return errorBody.map((body) => ({ status, type: 'text/plain', body }));
}
