/** Bundles the app into dist/index.js, where Zapier's CLI looks for it (`_zapier-build`). */
import { bundle } from './zip/bundle.ts';

await bundle({ entry: 'index.ts', outfile: 'dist/index.js' });
