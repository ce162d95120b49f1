/** `npm run font-metrics`: after a new version of the font. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fontMetrics } from './charts/font-metrics.ts';
import { ROOT } from './paths.ts';

await writeFile(
  join(ROOT, 'src/charts/font-metrics.json'),
  `${JSON.stringify(await fontMetrics())}\n`,
);
