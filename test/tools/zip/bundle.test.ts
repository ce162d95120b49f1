import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../../tools/zip/bundle.ts';

let folder: string;
let files: string[];
let apart: string[];
let code: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  const outfile = join(folder, 'index.js');
  ({ files, apart } = await bundle({ entry: 'index.ts', outfile }));
  code = await readFile(outfile, 'utf8');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('holds the app and its libraries, not the platform', () => {
  expect(files).toContain('index.ts');
  expect(files.some((file) => file.startsWith('node_modules/zod/'))).toBe(true);
  expect(files.filter((file) => /^(sandbox|test|tools|examples)\//.test(file))).toEqual([]);
  expect(files.filter((file) => file.includes('zapier-platform'))).toEqual([]);
  expect(code).toMatch(/from\s*"zapier-platform-core"/);
});

test('keeps the names of error classes, which say what failed', () => {
  for (const name of ['Problem', 'Refusal']) {
    expect(code).toMatch(new RegExp(`this\\.name\\s*=\\s*["'\`]${name}["'\`]`));
  }
});

test('what draws is apart from what every step loads', () => {
  const drawing = /^(src\/charts\/|node_modules\/(d3-|@resvg))/;
  expect(files.filter((file) => drawing.test(file))).toEqual([]);
  // Small helpers without a state of their own are in both.
  const both = /^src\/base\/(lazily|markup|zone)\.ts$/;
  expect(apart.filter((file) => !drawing.test(file) && !both.test(file))).toEqual([]);
});
