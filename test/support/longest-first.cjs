/**
 * Starts what takes minutes before what takes seconds, so that no worker is left alone with it at the end.
 * Jest knows how long a file takes only where it ran before, which it never did in a fresh clone.
 */
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { default: Sequencer } = require('@jest/test-sequencer');

const LONGEST = [
  'test/conformance/faults.test.ts',
  'test/e2e/month.test.ts',
  'test/conformance/answers.test.ts',
  'test/fuzz/fuzz.test.ts',
  'test/simulation/alerts.test.ts',
  'test/conformance/inputs.test.ts',
  'test/e2e/disks-and-operations.test.ts',
  'test/rows/properties.test.ts',
  'test/e2e/colleague.test.ts',
  'test/conformance/credentials.test.ts',
  'test/e2e/rows-midway.test.ts',
  'test/e2e/rows-refused.test.ts',
  'test/conformance/secrets.test.ts',
  'test/conformance/examples.test.ts',
  'test/e2e/single-routes.test.ts',
  'test/e2e/monitoring.test.ts',
  'test/conformance/shapes.test.ts',
  'test/conformance/replay.test.ts',
  'test/simulation/news.test.ts',
];

const gone = LONGEST.filter((file) => !existsSync(join(__dirname, '../..', file)));
if (gone.length > 0) throw new Error(`longest-first.cjs lists files that are gone: ${gone}`);

const place = ({ path }) => {
  const index = LONGEST.findIndex((file) => path.endsWith(file));
  return index < 0 ? LONGEST.length : index;
};

module.exports = class extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((one, other) => place(one) - place(other));
  }
};
