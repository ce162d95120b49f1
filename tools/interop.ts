/**
 * `npm run interop -- --croud COMMAND`: the vendor's command line tool croud 1.15.0 against the sandbox.
 * Checks what croud prints and what the sandbox saw, for croud ends with 0 also when the API refuses.
 * Ends with 1 if a command failed, and with 3 if croud cannot be run.
 */
import { parseArgs } from 'node:util';
import { createSqlService } from '../sandbox/cloud/sql/service.ts';
import { versionOf } from './interop/home.ts';
import { account } from './interop/plays/account.ts';
import { backups } from './interop/plays/backups.ts';
import { clusters } from './interop/plays/clusters.ts';
import { files } from './interop/plays/files.ts';
import { imports } from './interop/plays/imports.ts';
import { people } from './interop/plays/people.ts';
import { refusals } from './interop/plays/refusals.ts';
import { settings } from './interop/plays/settings.ts';
import { versions } from './interop/plays/versions.ts';
import { type Outcome, openStage, type Play, playScene } from './interop/scene.ts';

const wanted = 'croud 1.15.0';
/** Milliseconds for all of it: only what hangs takes so long, on the busiest machine too. */
const longest = 900_000;

const { values } = parseArgs({
  options: { croud: { type: 'string', default: 'croud' }, only: { type: 'string' } },
});

const version = await versionOf(values.croud);
if (version !== wanted) {
  const what = version === undefined ? 'cannot be run' : `is "${version}", not "${wanted}"`;
  console.error(`
########################################################################
  INTEROP DID NOT RUN: the command "${values.croud}" ${what}.
  Nothing was checked. Install ${wanted.replace(' ', '==')} from the Python registry and
  give its path: npm run interop -- --croud PATH
########################################################################`);
  process.exit(3);
}

const all = [clusters, files, imports, settings, versions, backups, refusals, account, people];
const plays = all.filter((it) => values.only === undefined || it.name === values.only);
const started = performance.now();
const deadline = started + longest;
const sql = createSqlService();
const width = Math.max(...plays.map((it) => it.name.length));
const outcomes = (await Promise.all(plays.map(run))).flat();
await sql.close();

const failed = outcomes.filter((it) => it.problem !== undefined);
for (const { line, problem } of failed) console.log(`\nFAILED  croud ${line}\n${problem}`);
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  `\n${version} against the sandbox: ${outcomes.length - failed.length} passed, ${failed.length} failed, in ${seconds} s`,
);
process.exitCode = failed.length > 0 || outcomes.length === 0 ? 1 : 0;

/** The plays go side by side, for croud mostly waits; each has a sandbox of its own. */
async function run(play: Play): Promise<Outcome[]> {
  const { stage, close } = await openStage(values.croud, sql, deadline);
  const done: Outcome[] = [];
  try {
    for (const scene of play.scenes) {
      const late = performance.now() > deadline;
      const outcome = late
        ? { line: `(${play.name})`, problem: 'There was no time left for it.', seconds: 0 }
        : await playScene(stage, scene);
      const word = outcome.problem === undefined ? 'passed' : 'FAILED';
      const time = outcome.seconds.toFixed(1).padStart(5);
      console.log(`${word}  ${play.name.padEnd(width)} ${time} s  croud ${outcome.line}`);
      done.push(outcome);
    }
  } finally {
    await close();
  }
  return done;
}
