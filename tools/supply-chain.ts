/** `npm run supply-chain`: whose code runs in production, under which licence, and how it gets there. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './paths.ts';
import { audit } from './supply-chain/audit.ts';
import { contentsOf, nativeFaults, zipFaults } from './supply-chain/contents.ts';
import { licenceFaults, licencesOf, listing } from './supply-chain/licences.ts';
import { driftFaults, type Lock, originFaults, platformFaults } from './supply-chain/lockfile.ts';
import {
  BROUGHT_ALONG,
  dependencyFaults,
  type Manifest,
  REASONS,
  versionFaults,
} from './supply-chain/manifest.ts';

const USAGE = `npm run supply-chain -- [--write] [--strict]

--write   writes THIRD_PARTY_LICENSES instead of checking that it is up to date
--strict  a check that could not run (no zip, no answer of the registry) ends with exit code 3

Exit code 1: something is not as it should be.`;

const { values } = parseArgs({
  options: {
    write: { type: 'boolean' },
    strict: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(USAGE);
else process.exitCode = await main(values.write === true, values.strict === true);

async function main(write: boolean, strict: boolean): Promise<number> {
  const read = async (file: string) => await readFile(join(ROOT, file), 'utf8');
  const manifest: Manifest = JSON.parse(await read('package.json'));
  const lock: Lock = JSON.parse(await read('package-lock.json'));
  let [failed, notRun] = [0, 0];

  const check = (what: string, faults: readonly string[]) => {
    console.log(`${faults.length === 0 ? 'ok    ' : 'WRONG '} ${what}`);
    for (const fault of faults) console.log(`         ${fault}`);
    if (faults.length > 0) failed += 1;
  };
  const couldNotRun = (what: string, reason: string) => {
    console.log(`!!!    COULD NOT RUN: ${what} (${reason})`);
    notRun += 1;
  };

  const contents = await contentsOf(manifest, lock);
  const licensed = await licencesOf(contents);
  const locked = Object.keys(lock.packages).length - 1;

  console.log('Run-time dependencies:');
  for (const [name, reason] of [...Object.entries(REASONS), ...Object.entries(BROUGHT_ALONG)]) {
    const version = licensed.find((it) => it.name === name)?.version ?? 'not installed';
    console.log(`  ${name} ${version}: ${reason}`);
  }
  console.log('');

  check(`${Object.keys(manifest.dependencies).length} run-time dependencies, each for a reason`, [
    ...dependencyFaults(manifest),
    ...bundleFaults(contents.bundled),
  ]);
  check('exact versions in package.json', versionFaults(manifest));
  check('the lockfile has these versions', driftFaults(lock, manifest));
  check(`${locked} locked packages with a checksum and without an address`, originFaults(lock));
  check('packages of every platform are locked', platformFaults(lock));
  check(
    `${licensed.length} packages that can be in the zip (${contents.bundled.length} bundled), under: ${count(licensed.map(({ licence }) => licence || 'none named'))}`,
    licenceFaults(licensed, lock),
  );
  const file = 'THIRD_PARTY_LICENSES';
  const wanted = listing(licensed);
  if (write) await writeFile(join(ROOT, file), wanted);
  const isListed = (await read(file).catch(() => '')) === wanted;
  check(`${file} lists them`, isListed ? [] : ['out of date: npm run supply-chain -- --write']);
  check('no package that builds or brings machine code', nativeFaults(contents, lock));

  const inZip = await zipFaults(join(ROOT, 'build/app'), contents);
  if (inZip) check('nothing native and no other package in the zip itself', inZip);
  else couldNotRun('a look into the zip', 'npm run build makes it');

  const known = await audit();
  if (known.ran) check('nothing known to be vulnerable', known.faults);
  else couldNotRun('known vulnerabilities', known.reason);

  console.log(`\n${failed} wrong, ${notRun} could not run`);
  if (failed > 0) return 1;
  return strict && notRun > 0 ? 3 : 0;
}

function bundleFaults(bundled: readonly string[]): string[] {
  const names = bundled.map((place) => place.replace(/^node_modules\//, ''));
  const strangers = names.filter((name) => !(name in REASONS) && !(name in BROUGHT_ALONG));
  const gone = Object.keys(BROUGHT_ALONG).filter((name) => !names.includes(name));
  return [
    ...strangers.map((name) => `${name} is in the bundle without a reason`),
    ...gone.map((name) => `${name} has a reason and is not in the bundle`),
  ];
}

/** `56 MIT, 2 ISC` */
function count(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return sorted.map(([word, times]) => `${times} ${word}`).join(', ');
}
