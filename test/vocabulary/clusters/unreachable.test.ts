import { Problem } from '../../../src/base/problem.ts';
import type { Reason } from '../../../src/vocabulary/clusters/reach.ts';
import { errorOf, refusalOf } from '../../../src/vocabulary/clusters/unreachable.ts';

const problem = new Problem('throttled', 'too often', { source: 'cluster', retryAfterSeconds: 7 });

test.each<[Reason, string]>([
  ['suspended', 'refused'],
  ['changing', 'busy'],
  ['gone', 'not_found'],
  ['throttled', 'passing'],
  ['old_version', 'refused'],
  ['no_grand_central', 'refused'],
  ['ip_allowlist', 'refused'],
  ['not_allowed', 'refused'],
  ['token', 'refused'],
  ['host_refused', 'refused'],
  ['storage_full', 'refused'],
  ['overloaded', 'passing'],
  ['intercepted', 'passing'],
  ['no_answer', 'passing'],
  ['silent', 'passing'],
  ['error', 'passing'],
])('%s is %s', (reason, kind) => {
  const unreachable = { reason, why: 'why', next: 'Next.' };
  const refusal = { name: 'Refusal', kind, message: 'why', next: 'Next.' };
  expect(refusalOf(unreachable)).toMatchObject(refusal);
  expect(errorOf(unreachable)).toMatchObject(refusal);
  // What passes by itself is told as it was met, with its time to try again.
  if (kind === 'passing') expect(errorOf(unreachable, problem)).toBe(problem);
  else expect(errorOf(unreachable, problem)).toMatchObject(refusal);
});
