/**
 * Writes docs/steps/, the reference of all steps, from the app and its examples. A test holds that it is up
 * to date.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { stepReference } from './docs/reference.ts';

const folder = new URL('../docs/steps/', import.meta.url);
const pages = stepReference();

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const { file, text } of pages) writeFileSync(new URL(file, folder), text);
console.log(`docs/steps: ${pages.length} pages are written.`);
