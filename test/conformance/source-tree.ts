/** The source files of the repository: their imports, and the length of what is in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The files of a folder, as paths from the root. */
export const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort();

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

export const linesOf = (file: string): number => textOf(file).trimEnd().split('\n').length;

/** The files that a file imports, as paths from the root; imports of types count. */
function importsOf(file: string): string[] {
  const found = textOf(file).matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map(([, path = '']) => normalize(join(dirname(file), path)));
}

/** Imports of a folder's files that are wrong, as sentences. */
export const wrongImports = (
  folder: string,
  isWrong: (file: string, imported: string) => boolean,
): string[] =>
  filesIn(folder).flatMap((file) =>
    importsOf(file)
      .filter((imported) => isWrong(file, imported))
      .map((imported) => `${file} imports ${imported}`),
  );

/** Groups of files that import each other in a circle (Tarjan's strongly connected components). */
export function circlesIn(folders: readonly string[]): string[][] {
  const files = folders.flatMap(filesIn);
  const known = new Set(files);
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];

  const visit = (file: string): number => {
    const own = order.size;
    let low = own;
    order.set(file, own);
    open.push(file);
    for (const imported of importsOf(file)) {
      if (!known.has(imported)) continue;
      if (!order.has(imported)) low = Math.min(low, visit(imported));
      else if (open.includes(imported)) low = Math.min(low, order.get(imported) ?? low);
    }
    lowest.set(file, low);
    if (low === own) {
      const circle = open.splice(open.indexOf(file));
      if (circle.length > 1) circles.push(circle.sort());
    }
    return low;
  };

  for (const file of files) if (!order.has(file)) visit(file);
  return circles;
}

type Node = { type?: string; span?: { start: number; end: number } } & Record<string, unknown>;

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'ClassMethod',
  'PrivateMethod',
  'Constructor',
  'MethodProperty',
]);

/** Functions of more than so many lines, as `file:line, lines`. */
export function longFunctions(file: string, most: number): string[] {
  // The parser's offsets, in bytes, begin with the first token: this one makes that the first byte.
  const text = Buffer.from(`0;${textOf(file)}`);
  const module = parseSync(text.toString(), { syntax: 'typescript', target: 'es2022' });
  const lineAt = (offset: number) =>
    text
      .subarray(0, offset - module.span.start)
      .toString()
      .split('\n').length;
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, span } = node as Node;
    if (type && span && FUNCTIONS.has(type)) {
      const [from, to] = [lineAt(span.start), lineAt(span.end)];
      if (to - from + 1 > most) found.push(`${file}:${from}, ${to - from + 1} lines`);
    }
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(module.body);
  return found;
}
