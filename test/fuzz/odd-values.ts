/** Values that break what is careless. */
import * as fc from 'fast-check';

/** Texts that break what is careless. */
const ODD_TEXTS = [
  '',
  ' ',
  'UNHEARD_OF',
  'constructor',
  '__proto__',
  'null',
  'NaN',
  '0',
  '-1',
  '1e999',
  '9007199254740993',
  '.',
  '..',
  '../../users/me',
  'a/b?c#d',
  '%2e%2e',
  '{{bundle.authData.api_secret}}',
  '<b>"bold"</b>\\',
  'a\nb\tc\u0000d',
  '\ud800',
  '\u202eright to left',
  '𝒞𝓁𝓊𝓈𝓉ℯ𝓇 🧨👩‍👩‍👧',
  'Ω'.repeat(5_000),
  'e1e38d92-0000-48f1-8a70-000000000003',
  '2026-03-02',
  '2026-03-02T09:00:00',
  '2026-13-45T99:99:99Z',
  '+275760-09-13T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '0001-01-01T00:00:00+00:00',
  '55 25,-1,a * * *',
  '999.999.999',
  '300.1.2.3/99',
];

export const oddText = fc.oneof(
  fc.constantFrom(...ODD_TEXTS),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

export const oddNumber = fc.oneof(
  fc.constantFrom(0, -1, 1.5, 2 ** 53, -(2 ** 53), 1e15, 1e308, -1e308, 5e-324),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

export const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false, [], {}, [null], [[]], [{}], { id: null }, { id: {} }),
  oddText,
  oddNumber,
  fc.jsonValue({ maxDepth: 2 }),
);
