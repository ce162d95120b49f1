/** `npm run answers`: records what every step gives; with keys, of those steps alone. Review what it changes. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { answersOf, fileOf, readAnswers, SUBJECTS, stepsOf } from './answers.ts';
import { openDirectStages } from './direct-stage.ts';
import { keyOf } from './steps.ts';

const wanted = process.argv.slice(2);
const stages = await openDirectStages();
const folder = fileURLToPath(new URL('answers/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const subject of SUBJECTS) {
  const before = existsSync(fileOf(subject)) ? readAnswers(subject) : {};
  const answers: typeof before = {};
  for (const step of stepsOf(subject)) {
    const key = keyOf(step);
    const kept = wanted.length > 0 && !wanted.includes(key) ? before[key] : undefined;
    answers[key] = kept ?? (await answersOf(stages, step));
  }
  writeFileSync(fileOf(subject), `${JSON.stringify(answers, null, 2)}\n`);
}
await stages.close();
// In the form that the linter wants.
execFileSync('biome', ['check', '--write', folder]);
