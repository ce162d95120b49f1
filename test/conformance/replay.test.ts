import { subjects } from '../../index.ts';
import type { FaultInput } from '../../sandbox/cloud/control/client.ts';
import type { CreateStep } from '../../src/kit/step.ts';
import {
  checkMaybeDone,
  checkSentence,
  expectAll,
  hold,
  keyOf,
  oncePerStep,
  onStage,
  outcomeOf,
  perform,
  rows,
  runnable,
  type Stage,
} from './walk.ts';

const creates = runnable.filter((step): step is CreateStep => step.type === 'create');
const safe = creates.filter((step) => step.replay === 'safe');
const unsafe = creates.filter((step) => step.replay === 'unsafe');
/** What changes by SQL is no change of the API; its lost replies are in test/rows/lost-replies.test.ts. */
const unsafeByApi = unsafe.filter((step) => !subjects.rows.includes(step));

/** What an example changes when nothing goes wrong, by method and path, and what it gives. */
const usualOf = oncePerStep((step) =>
  onStage(step, async (stage) => {
    const [result] = await perform(stage.zapier, step, stage.input);
    return { changes: await changesOf(stage), result };
  }),
);

async function changesOf({ cloud }: Stage): Promise<string[]> {
  const changes = await cloud.control.changes();
  return changes.map(({ method, path }) => `${method} ${path}`).sort();
}

function same(changes: string[], usual: string[]): void {
  hold(
    changes.join() === usual.join(),
    `changes ${changes.length ? changes.join(', ') : 'nothing'}, not ${usual.join(', ')}`,
  );
}

/** The ways in which a reply is lost although the change was made. */
const LOST: Record<string, Omit<FaultInput, 'route'>> = {
  'a cut connection': { cut: 'after', times: 1 },
  'a connection that is cut in the middle of the reply': { cut: 'body', times: 1 },
  'half a reply': { malformed: true, times: 1 },
  'a page with 200': { html: true, when: 'after', times: 1 },
  'a 502': { status: 502, body: '<html></html>', when: 'after', times: 1 },
  'a blank reply': { instead: 'blank', when: 'after', times: 1 },
  'an empty object': { instead: 'empty', when: 'after', times: 1 },
};

/** Each cloud and each of its clusters has an address of its own. */
const likeAll = (result: unknown) =>
  JSON.parse(JSON.stringify(result).replace(/127\.0\.0\.1:\d+/g, '127.0.0.1'));

/** What is gone cannot be found a second time: a step may say so instead of `changed: false`. */
const takesAway = (step: CreateStep) => /^(delete|remove|cancel)_/.test(keyOf(step));

async function runAgain(step: CreateStep, { zapier, input }: Stage): Promise<void> {
  const { items, error } = await outcomeOf(perform(zapier, step, input));
  if (error) {
    checkSentence(error);
    expect({ takesAway: takesAway(step), kind: error.kind, message: error.message }).toEqual({
      takesAway: true,
      kind: 'halted',
      message: error.message,
    });
  } else if (items[0] && 'changed' in items[0]) {
    expect(items[0].changed).toBe(false);
  }
}

async function runTwiceAtOnce(step: CreateStep, stage: Stage, usual: string[]): Promise<void> {
  const outcomes = await Promise.all(
    [1, 2].map(() => outcomeOf(perform(stage.zapier, step, stage.input))),
  );
  same(await changesOf(stage), usual);
  for (const { error } of outcomes) {
    if (!error) continue;
    checkSentence(error);
    expect(['throttled', 'halted']).toContain(error.kind);
  }
  expect(outcomes.some(({ items }) => items !== null)).toBe(true);
}

describe.each(rows(safe))('%s is safe to replay', (_key, step) => {
  test('a second run changes nothing, be the first running or ended', async () => {
    const { changes: usual } = await usualOf(step);
    await onStage(step, async (stage) => {
      await perform(stage.zapier, step, stage.input);
      await runAgain(step, stage);
      same(await changesOf(stage), usual);
      await stage.cloud.control.finishOperations();
      await runAgain(step, stage);
      same(await changesOf(stage), usual);
    });
  });

  test('two runs at once change what one run changes, also if Zapier’s lock did not hold', async () => {
    const { changes: usual } = await usualOf(step);
    await onStage(step, (stage) => runTwiceAtOnce(step, stage, usual));
    await onStage(step, (stage) => runTwiceAtOnce(step, stage, usual), { locks: false });
  });

  test('a lost reply is looked after: one change, and it is reported', async () => {
    const { changes: usual, result: usually } = await usualOf(step);
    const cases = usual.flatMap((route) => Object.keys(LOST).map((name) => ({ route, name })));
    await expectAll(
      cases,
      ({ route, name }) => `${name} after ${route}`,
      ({ route, name }) =>
        onStage(step, async (stage) => {
          await stage.cloud.control.fault({ route, ...LOST[name] });
          const { items, error } = await outcomeOf(perform(stage.zapier, step, stage.input));
          hold(items !== null, `fails: ${error?.message}`);
          same(await changesOf(stage), usual);
          const [result] = items;
          hold(!(result && 'changed' in result) || result.changed === true, 'says unchanged');
          expect(likeAll(result)).toEqual(likeAll(usually));
        }),
    );
  });
});

describe.each(rows(unsafeByApi))('%s is not safe to replay', (_key, step) => {
  test('a lost reply is told as one, and the change is not repeated', async () => {
    const { changes: usual } = await usualOf(step);
    expect(usual).not.toEqual([]);
    const cases = usual.flatMap((route) => Object.keys(LOST).map((name) => ({ route, name })));
    await expectAll(
      cases,
      ({ route, name }) => `${name} after ${route}`,
      ({ route, name }) =>
        onStage(step, async (stage) => {
          await stage.cloud.control.fault({ route, ...LOST[name] });
          const { error } = await outcomeOf(perform(stage.zapier, step, stage.input));
          hold(error !== null, 'gives an answer');
          checkSentence(error);
          checkMaybeDone(step, error);
          same(await changesOf(stage), usual);
        }),
    );
  });
});

describe.each(rows(unsafe))('the form of %s', (_key, step) => {
  test('says that it is not safe to replay', () => {
    const { inputFields } = step.definition.operation;
    expect(JSON.stringify(inputFields)).toMatch(/twice|again|repeat|replay/i);
  });
});
