/**
 * `npm run sql-fidelity`: the sandbox's SQL against recorded requests to a CrateDB. Prints how many of the
 * replies are the same, and every difference. `-- --crate http://127.0.0.1:4200` sends the requests to a
 * running CrateDB instead, and `--record FILE` keeps what it answered. Ends with 1 when a difference is not among the known ones.
 */
import { parseArgs } from 'node:util';
import { crateTarget } from './sql-fidelity/crate.ts';
import { KNOWN } from './sql-fidelity/known.ts';
import { readRecording, writeRecording } from './sql-fidelity/recording.ts';
import { replay } from './sql-fidelity/replay.ts';
import { sandboxTarget } from './sql-fidelity/sandbox.ts';

const { values } = parseArgs({
  options: {
    crate: { type: 'string' },
    user: { type: 'string' },
    record: { type: 'string' },
    quiet: { type: 'boolean' },
  },
});

const recording = readRecording(new URL('./sql-fidelity/replies.jsonl', import.meta.url));
const target =
  values.crate === undefined ? await sandboxTarget() : await crateTarget(values.crate, values.user);
const wanted = recording.filter((it) => target.takes?.(it) ?? true);
const { comparisons, answered, problems } = await replay(wanted, target).finally(() =>
  target.close(),
);

if (values.record !== undefined) writeRecording(values.record, answered);
for (const problem of problems) console.log(`NOT DONE  ${problem}\n`);
const different = comparisons.filter((it) => !it.sameReply);
for (const { id, statement, expected, actual } of different) {
  const reason = KNOWN[id];
  console.log(`${reason === undefined ? 'DIFFERS' : 'KNOWN  '}  ${id}: ${statement.slice(0, 200)}`);
  if (!values.quiet)
    console.log(`  recorded  ${expected.slice(0, 600)}\n  now       ${actual.slice(0, 600)}`);
  if (reason !== undefined) console.log(`  because   ${reason}`);
}
const same = (test: (it: (typeof comparisons)[number]) => boolean) =>
  comparisons.filter(test).length;
console.log(
  `\n${comparisons.length} requests: ${same((it) => it.sameStatus)} with the same status, ${same((it) => it.sameReply)} with the same reply`,
);
if (wanted.length < recording.length) {
  console.log(
    `${recording.length - wanted.length} were left out: they need tokens, users or settings of the whole cluster`,
  );
}
process.exitCode =
  problems.length > 0 || different.some(({ id }) => KNOWN[id] === undefined) ? 1 : 0;
