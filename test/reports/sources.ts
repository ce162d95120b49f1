/** What stands in a source file, by its syntax: its tests by name, what it exports, and the texts in it. */
import { parseSync } from '@swc/core';
import { textOf } from '../conformance/source-tree.ts';

type Node = { type?: string } & Record<string, unknown>;

export type Source = {
  text: string;
  /** Of tests that are run, behind the names of what is around them: `a reply > that is cut: %s`. */
  tests: string[];
  exported: string[];
  /** What is exported, and every text. */
  named: string[];
};

const known = new Map<string, Source>();

export function sourceOf(file: string): Source {
  const source = known.get(file) ?? read(file);
  known.set(file, source);
  return source;
}

function read(file: string): Source {
  const text = textOf(file);
  const module = parseSync(text, { syntax: 'typescript', target: 'es2022' }).body as unknown;
  const source: Source = { text, tests: [], exported: exportedOf(module as Node[]), named: [] };
  source.named.push(...source.exported);
  visit(module, [], source);
  return source;
}

function visit(value: unknown, around: readonly string[], source: Source): void {
  if (typeof value !== 'object' || value === null) return;
  const node = value as Node;
  if (node.type === 'StringLiteral') source.named.push(String(node.value));
  if (node.type === 'TemplateElement') source.named.push(String(node.cooked));
  const words = node.type === 'CallExpression' ? wordsOf(node.callee as Node) : [];
  const title = titleOf(words, node);
  const isOff = words.some((word) => /^(skip|todo|failing)$/.test(word));
  if (title === undefined || isOff) {
    for (const inner of Object.values(node)) visit(inner, around, source);
    return;
  }
  const name = [...around, title];
  if (words[0] !== 'describe') source.tests.push(name.join(' > '));
  for (const inner of Object.values(node)) visit(inner, name, source);
}

/** `test.concurrent.each(rows)` as test, concurrent, each. */
function wordsOf(callee: Node): string[] {
  switch (callee.type) {
    case 'Identifier':
      return [String(callee.value)];
    case 'MemberExpression':
      return [...wordsOf(callee.object as Node), ...wordsOf(callee.property as Node)];
    case 'CallExpression':
      return wordsOf(callee.callee as Node);
    default:
      return [];
  }
}

/** The name that a call gives to a test, or to tests that stand together. */
function titleOf([word]: readonly string[], node: Node): string | undefined {
  if (word === undefined) return undefined;
  const given = node.arguments as { expression: Node }[];
  const textAt = (place: number) => {
    const argument = given[place]?.expression;
    return argument?.type === 'StringLiteral' ? String(argument.value) : undefined;
  };
  if (word === 'test' || word === 'describe') return textAt(0);
  // The walk over all steps puts the step's key in front.
  const name = word === 'testEach' ? textAt(1) : undefined;
  return name === undefined ? undefined : `%s: ${name}`;
}

function exportedOf(module: readonly Node[]): string[] {
  return module
    .filter(({ type }) => type === 'ExportDeclaration')
    .flatMap(({ declaration }) => {
      const { identifier, declarations, id } = declaration as Record<string, Node | Node[]>;
      const variables = (declarations as Node[] | undefined)?.map((one) => one.id as Node) ?? [];
      return [identifier, id, ...variables].flatMap((one) => nameOf(one as Node | undefined));
    });
}

const nameOf = (node: Node | undefined): string[] =>
  node?.type === 'Identifier' ? [String(node.value)] : [];
