import fc from 'fast-check';
import zapier, { type ZObject } from 'zapier-platform-core';
import { Problem, type ProblemKind } from '../../src/base/problem.ts';
import { type Asker, busy, missing, refuse, toZapierError } from '../../src/kit/errors.ts';
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
