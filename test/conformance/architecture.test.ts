import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERSION } from '../../src/kit/version.ts';
import { keyOf, steps } from './walk.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);

/** The files that a file imports, as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map(([, path = '']) => normalize(join(dirname(file), path)));
}

/** Floors of src/, the lowest first; every other folder is a subject. */
const FLOORS: readonly string[] = ['base', 'clients', 'kit', 'vocabulary'];
const SUBJECTS = FLOORS.length;

const folderOf = (file: string) => file.split('/')[1] ?? '';

function floorOf(file: string): number {
  const floor = FLOORS.indexOf(folderOf(file));
  return floor < 0 ? SUBJECTS : floor;
}

const wrongImports = (folder: string, isWrong: (file: string, imported: string) => boolean) =>
  filesIn(folder).flatMap((file) =>
    importsOf(file)
      .filter((imported) => isWrong(file, imported))
      .map((imported) => `${file} imports ${imported}`),
  );

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
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  expect(VERSION).toBe(version);
});
