/**
 * Writes docs/steps.md, the reference of all steps, from the app and its examples.
 * `npm run docs` writes it; with `--check` it only tells whether it is up to date.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { stepReference } from './docs/reference.ts';

const file = new URL('../docs/steps.md', import.meta.url);
const wanted = stepReference();

if (!process.argv.includes('--check')) {
  writeFileSync(file, wanted);
  console.log('docs/steps.md is written.');
} else if (readFileSync(file, 'utf8') !== wanted) {
  console.error('docs/steps.md is out of date: run npm run docs.');
  process.exitCode = 1;
}
