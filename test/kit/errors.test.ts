import fc from 'fast-check';
import zapier, { type ZObject } from 'zapier-platform-core';
import { Problem, type ProblemKind } from '../../src/base/problem.ts';
import {
  type Asker,
  busy,
  isMissing,
  maybeDone,
  missing,
  passing,
  refuse,
  stillOpen,
  toZapierError,
} from '../../src/kit/errors.ts';
import { sentence } from '../../src/kit/sentence.ts';

const z = { errors: zapier.errors } as unknown as ZObject;
const askers = {
  trigger: { kind: 'trigger', label: 'New Cluster' },
  search: { kind: 'search', label: 'Find Cluster' },
  safe: { kind: 'create', label: 'Expand Cluster Storage', replay: 'safe' },
  unsafe: { kind: 'create', label: 'Restart Cluster Node', replay: 'unsafe' },
} as const satisfies Record<string, Asker>;

const classOf = (asker: Asker, error: unknown) => toZapierError(z, asker, error).name;

/** The words of an error; core wraps some of its classes' messages in JSON. */
function wordsOf(error: Error): string {
  if (!error.message.startsWith('{')) return error.message;
  return (JSON.parse(error.message) as { message: string }).message;
}

const problem = (kind: ProblemKind, maybeDone = false) => new Problem(kind, 'why', { maybeDone });

test.each([
  ['unauthorized', 'ExpiredAuthError', 'ExpiredAuthError', 'ExpiredAuthError', 'ExpiredAuthError'],
  ['throttled', 'ThrottledError', 'ThrottledError', 'ThrottledError', 'ThrottledError'],
  ['busy', 'AppError', 'AppError', 'ThrottledError', 'ThrottledError'],
  ['not_found', 'AppError', 'AppError', 'HaltedError', 'HaltedError'],
  ['forbidden', 'AppError', 'AppError', 'HaltedError', 'HaltedError'],
  ['refused', 'AppError', 'AppError', 'HaltedError', 'HaltedError'],
  ['unavailable', 'AppError', 'AppError', 'AppError', 'AppError'],
  ['no_answer', 'AppError', 'AppError', 'AppError', 'AppError'],
  ['intercepted', 'AppError', 'AppError', 'AppError', 'AppError'],
  ['failed', 'AppError', 'AppError', 'HaltedError', 'HaltedError'],
  ['storage_full', 'AppError', 'AppError', 'HaltedError', 'HaltedError'],
  ['conflict', 'AppError', 'AppError', 'HaltedError', 'HaltedError'],
  ['token', 'AppError', 'AppError', 'HaltedError', 'HaltedError'],
  ['host', 'AppError', 'AppError', 'HaltedError', 'HaltedError'],
] as const)('%s becomes the class of its asker', (kind, trigger, search, safe, unsafe) => {
  const error = problem(kind);
  expect(Object.values(askers).map((asker) => classOf(asker, error))).toEqual([
    trigger,
    search,
    safe,
    unsafe,
  ]);
});

test('an unsafe change that may have happened halts and says so; a safe one may be repeated', () => {
  const unsafe = toZapierError(z, askers.unsafe, problem('unavailable', true));
  expect(unsafe.name).toBe('HaltedError');
  expect(unsafe.message).toContain('may have happened');
  const safe = toZapierError(z, askers.safe, problem('unavailable', true));
  expect(safe.name).toBe('AppError');
  for (const kind of ['unavailable', 'no_answer', 'failed'] as const) {
    const error = toZapierError(z, askers.safe, problem(kind, true));
    expect(wordsOf(error)).toContain('Running it again is safe');
  }
});

test('refusals', () => {
  expect(classOf(askers.safe, refuse('no', 'Next.'))).toBe('HaltedError');
  expect(classOf(askers.trigger, refuse('no', 'Next.'))).toBe('AppError');
  expect(classOf(askers.safe, busy('no', 'Next.'))).toBe('ThrottledError');
  expect(classOf(askers.safe, missing('no', 'Next.'))).toBe('HaltedError');
});

test('the server’s delay is passed on', () => {
  const error = new Problem('throttled', 'why', { retryAfterSeconds: 7 });
  expect(JSON.parse(toZapierError(z, askers.trigger, error).message)).toMatchObject({ delay: 7 });
});

test('a fault of our own shows nothing of its text', () => {
  const error = toZapierError(z, askers.search, new TypeError('secret stuff of undefined'));
  expect(wordsOf(error)).not.toContain('secret stuff');
});

test('core adds nothing to sentences', () => {
  expect(toZapierError(z, askers.safe, refuse('no', 'Next.'))).toMatchObject({
    doNotContextify: true,
  });
  expect(toZapierError(z, askers.safe, problem('unauthorized'))).toMatchObject({
    doNotContextify: true,
  });
});

test('a sentence names what, why and what next', () => {
  expect(sentence(askers.safe, 'cluster “a” is suspended', 'Resume it.')).toBe(
    'Could not expand cluster storage: cluster “a” is suspended. Resume it.',
  );
  expect(sentence({ kind: 'create', label: 'Update Cluster IP Allowlist' }, 'x', 'Y.')).toBe(
    'Could not update cluster IP allowlist: x. Y.',
  );
  expect(sentence(askers.trigger, 'x', 'Y.')).toBe('Could not check for “New Cluster”: x. Y.');
});

test('every failure is one sentence of at most 250 characters that keeps the next step', () => {
  const errors = fc.oneof(
    fc
      .tuple(
        fc.constantFrom<ProblemKind>(
          'forbidden',
          'refused',
          'unavailable',
          'busy',
          'not_found',
          'throttled',
        ),
        fc.string({ maxLength: 2_000, unit: 'grapheme' }),
      )
      .map(
        ([kind, serverMessage]) => new Problem(kind, 'CrateDB Cloud refused it', { serverMessage }),
      ),
    fc
      .string({ maxLength: 2_000 })
      .map((message) => new Problem('refused', message, { source: 'cluster' })),
    fc.anything(),
  );
  fc.assert(
    fc.property(fc.constantFrom<Asker>(...Object.values(askers)), errors, (asker, error) => {
      const words = wordsOf(toZapierError(z, asker, error));
      expect(words.length).toBeLessThanOrEqual(250);
      expect(words).not.toMatch(/[{}<>\n]/);
      expect(words).toMatch(/[.…]$/);
      expect(words).toMatch(/^Could not /);
    }),
    { numRuns: 500 },
  );
});

test('names from the server are tidy in what to do next as well', () => {
  const next = 'Choose one in the dropdown: 1 ({\n<b>), 2 (a\u0000b\ud800).';
  const text = sentence(askers.search, 'two are named so', next);
  expect(text).toMatch(/Choose one in the dropdown: 1 \( ?b\), 2 \(a b\ufffd\)\.$/);
});

test('a long list of what to do next ends as a sentence does, and leaves room for the reason', () => {
  const next = `It is in: ${'e1e38d92-0000, '.repeat(30)}`;
  const text = sentence(askers.search, 'plan cr2 is not sold in West Europe', next);
  expect(text.length).toBeLessThanOrEqual(250);
  expect(text).toMatch(/: plan cr2 is not sold in West Europe\. It is in: .*…$/);
});

test('no character is cut in half', () => {
  for (const before of ['', 'a']) {
    const text = sentence(askers.search, before + '🧨'.repeat(200), 'Try again.');
    expect(text.length).toBeLessThanOrEqual(250);
    expect(text).not.toMatch(/\p{Surrogate}/u);
    expect(sentence(askers.search, 'why', before + '🧨'.repeat(200))).not.toMatch(/\p{Surrogate}/u);
  }
});

test.each([
  [new Problem('throttled', 'why'), 60],
  [new Problem('busy', 'why'), 120],
  [busy('why', 'Next.'), 120],
  [new Problem('busy', 'why', { retryAfterSeconds: 5 }), 5],
])('a step is repeated after the time that fits: %p after %p seconds', (error, delay) => {
  expect(JSON.parse(toZapierError(z, askers.safe, error).message)).toMatchObject({ delay });
});

test('what the server says of it is told, but for a wrong key', () => {
  const told = (kind: ProblemKind, serverMessage: string | null) =>
    wordsOf(toZapierError(z, askers.search, new Problem(kind, 'why', { serverMessage })));
  expect(told('refused', 'no such plan.')).toBe(
    'Could not find cluster: why: no such plan. Correct the step and run it again.',
  );
  expect(told('refused', null)).toBe(
    'Could not find cluster: why. Correct the step and run it again.',
  );
  expect(told('unauthorized', 'secret words')).not.toContain('secret words');
});

test('what to do next depends on whom was asked', () => {
  const told = (source: 'cloud' | 'cluster') =>
    wordsOf(toZapierError(z, askers.search, new Problem('not_found', 'why', { source })));
  expect(told('cloud')).toContain('It may have been deleted');
  expect(told('cluster')).toContain('Correct the step');
});

test('only a safe change is said to be safe to repeat, and only where that is open', () => {
  const told = (asker: Asker, error: Problem) => wordsOf(toZapierError(z, asker, error));
  expect(told(askers.safe, problem('unavailable'))).toContain('Running it again is safe.');
  expect(told(askers.safe, problem('refused'))).not.toContain('safe');
  expect(told(askers.search, problem('unavailable'))).not.toContain('safe');
  expect(told(askers.unsafe, problem('unavailable'))).not.toContain('safe');
});

test('what passes by itself is an error of a create too, and other refusals halt it', () => {
  expect(classOf(askers.safe, passing('no', 'Next.'))).toBe('AppError');
  expect(classOf(askers.search, busy('no', 'Next.'))).toBe('ThrottledError');
});

test('what is missing, and what may have been done', () => {
  expect(isMissing(problem('not_found'))).toBe(true);
  expect(isMissing(missing('no', 'Next.'))).toBe(true);
  expect([problem('forbidden'), refuse('no', 'Next.'), null].map(isMissing)).toEqual([
    false,
    false,
    false,
  ]);
  expect(maybeDone(problem('unavailable', true))).toBe(true);
  expect([problem('unavailable'), refuse('no', 'Next.')].map(maybeDone)).toEqual([false, false]);
  const facts = { source: 'cluster', status: 503, code: 5, retryAfterSeconds: 7 } as const;
  expect(stillOpen(new Problem('failed', 'why', facts))).toMatchObject({
    kind: 'failed',
    message: 'why',
    ...facts,
    maybeDone: true,
  });
});
