import { dirname, join } from 'node:path';
import { type BuildOptions, type BuildResult, build, type Plugin } from 'esbuild';
import { ROOT } from '../paths.ts';
import { writeAssets } from './chart-assets.ts';

/** The part that draws: a file of its own, because only steps that draw should pay for it. */
const APART = { entry: 'src/charts/index.ts', place: './charts/index.js' };

export type Bundled = {
  /** Paths of all files that went in, relative to the repository. */
  files: string[];
  /** Those of the part that is loaded when something is drawn; none if the app draws nothing. */
  apart: string[];
};

/**
 * Makes one ESM file of an app: its own code and its libraries, with only zapier-platform-core left
 * outside, because Zapier's wrapper must share it. One file, because Lambda's cold start pays for
 * each file that is opened. What draws lies beside it in `charts/`, with its fonts and its rasterizer.
 *
 * Names stay readable in stack traces: Zapier shows them to maintainers, and short ones would save a
 * few kilobytes only.
 */
export async function bundle({
  entry,
  outfile,
}: {
  entry: string;
  outfile: string;
}): Promise<Bundled> {
  let draws = false;
  const apart: Plugin = {
    name: 'apart',
    setup({ onResolve }) {
      onResolve({ filter: /\/charts\/index\.ts$/ }, ({ kind }) => {
        if (kind !== 'dynamic-import') throw new Error(`${APART.entry} must be loaded by import()`);
        draws = true;
        return { path: APART.place, external: true };
      });
    },
  };
  const files = await buildOne({ entryPoints: [entry], outfile, plugins: [apart] });
  if (!draws) return { files, apart: [] };
  const place = join(dirname(outfile), APART.place);
  const drawing = await buildOne({ entryPoints: [APART.entry], outfile: place });
  await writeAssets(dirname(place));
  return { files, apart: drawing };
}

/** Of the files that were read, those of which something is left. */
async function buildOne(options: BuildOptions): Promise<string[]> {
  const result: BuildResult<{ metafile: true }> = await build({
    ...options,
    absWorkingDir: ROOT,
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'esm',
    external: ['zapier-platform-core'],
    minifyWhitespace: true,
    minifySyntax: true,
    // Licence texts of the libraries go along with their code.
    legalComments: 'eof',
    charset: 'utf8',
    metafile: true,
    logLevel: 'warning',
  });
  if (result.warnings.length > 0) throw new Error('esbuild warned; see above');
  return Object.values(result.metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : [])),
  );
}
