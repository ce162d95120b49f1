import { type BuildResult, build } from 'esbuild';
import { ROOT } from '../paths.ts';

/**
 * Makes one ESM file of an app: its own code and its libraries, with only zapier-platform-core left
 * outside, because Zapier's wrapper must share it. One file, because Lambda's cold start pays for
 * each file that is opened.
 *
 * Names stay readable in stack traces: Zapier shows them to maintainers, and short ones would save a
 * few kilobytes only.
 *
 * @returns paths of all files that went in, relative to the repository
 */
export async function bundle({
  entry,
  outfile,
}: {
  entry: string;
  outfile: string;
}): Promise<string[]> {
  const result: BuildResult<{ metafile: true }> = await build({
    entryPoints: [entry],
    outfile,
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
  // Of the files that were read, those of which something is left.
  return Object.values(result.metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? file : [])),
  );
}
