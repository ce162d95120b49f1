import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { VERSION } from '../../src/kit/version.ts';
import { circlesIn, filesIn, linesOf, longFunctions, textOf, wrongImports } from './source-tree.ts';
import { keyOf, steps } from './walk.ts';

/** Floors of src/, the lowest first; every other folder is a subject. */
const FLOORS: readonly string[] = ['base', 'charts', 'clients', 'kit', 'vocabulary'];
const SUBJECTS = FLOORS.length;

const folderOf = (file: string) => file.split('/')[1] ?? '';

function floorOf(file: string): number {
  const floor = FLOORS.indexOf(folderOf(file));
  return floor < 0 ? SUBJECTS : floor;
}

test('src imports nothing from outside of it', () => {
  expect(wrongImports('src', (_file, imported) => !imported.startsWith('src/'))).toEqual([]);
});

test('imports only point down, and never to a neighbour', () => {
  const isUp = (file: string, imported: string) =>
    folderOf(file) !== folderOf(imported) && floorOf(imported) >= floorOf(file);
  expect(wrongImports('src', isUp)).toEqual([]);
});

test('no client knows another', () => {
  const clientOf = (file: string) => /^src\/clients\/([^/]+)\//.exec(file)?.[1];
  const isNeighbour = (file: string, imported: string) =>
    clientOf(imported) !== undefined && clientOf(file) !== clientOf(imported);
  expect(
    wrongImports(
      'src',
      (file, imported) => clientOf(file) !== undefined && isNeighbour(file, imported),
    ),
  ).toEqual([]);
});

test('the sandbox imports nothing from the app', () => {
  const isApp = (_file: string, imported: string) => !imported.startsWith('sandbox/');
  expect(wrongImports('sandbox', isApp)).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(circlesIn(['src', 'sandbox', 'tools', 'examples', 'test'])).toEqual([]);
});

test('nothing outside of the tests imports a test', () => {
  const isTest = (_file: string, imported: string) => imported.startsWith('test/');
  expect(['src', 'sandbox', 'examples'].flatMap((one) => wrongImports(one, isTest))).toEqual([]);
});

test('src has no file beyond 250 lines, no `any`, and no check that is switched off', () => {
  const files = filesIn('src');
  expect(files.filter((file) => linesOf(file) > 250)).toEqual([]);
  const loose = /\bas any\b|: any\b|<any>|@ts-(ignore|expect-error|nocheck)|biome-ignore/;
  const isProse = (line: string) => /^\s*(\*|\/\/|\/\*)/.test(line);
  const code = (file: string) =>
    textOf(file)
      .split('\n')
      .filter((line) => !isProse(line));
  expect(files.filter((file) => code(file).some((line) => loose.test(line)))).toEqual([]);
});

test('no function of src or of the sandbox is longer than 80 lines', () => {
  const files = ['src', 'sandbox'].flatMap(filesIn);
  expect(files.flatMap((file) => longFunctions(file, 80))).toEqual([]);
});

test('work over many things at once is written once', () => {
  const others = filesIn('src').filter((file) =>
    /from '(p-map|p-limit|p-queue)'/.test(textOf(file)),
  );
  expect(others).toEqual([]);
  const allowed = [
    'src/kit/run/each-in-time.ts',
    // Those whose failures are answers: measuring, changing, and making alerts of what was asked.
    'src/vocabulary/clusters/measure.ts',
    'src/clusters/suspend-many.ts',
    'src/monitoring/alerting.ts',
  ];
  const isPool = (file: string, imported: string) =>
    imported === 'src/kit/run/pool.ts' && !allowed.includes(file);
  expect(wrongImports('src', isPool)).toEqual([]);
});

test('examples know of the sandbox only how to control it', () => {
  const allowed = /^(examples\/|sandbox\/cloud\/control\/client\.ts$)/;
  expect(wrongImports('examples', (_file, imported) => !allowed.test(imported))).toEqual([]);
});

test('a step’s file is named after its key and kind', () => {
  const kinds = steps.map((step) => `${keyOf(step).replaceAll('_', '-')}.${step.type}.ts`);
  const files = filesIn('src')
    .map((file) => basename(file))
    .filter((file) => /\.(trigger|search|create|dropdown)\.ts$/.test(file));
  expect(files.sort()).toEqual(kinds.sort());
});

test('the version is that of package.json', () => {
  const { version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  expect(VERSION).toBe(version);
});
