/** `npm run golden`: records steps and fields that were added. Review what it changes. */
import { writeFileSync } from 'node:fs';
import { currentGolden } from './golden.ts';

const file = new URL('golden.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(currentGolden(), null, 2)}\n`);
