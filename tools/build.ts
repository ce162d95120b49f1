/** `npm run build`: the zip that Zapier takes. */
import { buildOurApp, shown } from './zip/build-app.ts';

const started = performance.now();
const app = await buildOurApp((what) => console.log(`${what} ...`));

const count = (steps: object = {}) => Object.keys(steps).length;
const { triggers, searches, creates } = app.definition;
const seconds = ((performance.now() - started) / 1000).toFixed(0);

console.log(`
${shown(app.zip)}  ${(app.bytes / 1000).toFixed(0)} kB, in ${seconds} s
It loads and answers: ${count(triggers)} triggers and dropdowns, ${count(searches)} searches, ${count(creates)} creates.
Unpacked in ${shown(app.folder)}.`);
