/** The tree that CrateDB's own grammar makes of a statement. */

export type Token = {
  text: string;
  type: number;
  line: number;
  column: number;
  start: number;
  stop: number;
  tokenIndex: number;
};

/** A node (with a rule) or a leaf (with a symbol). Labels of the grammar, like `left=`, are properties. */
export type Tree = {
  readonly ruleIndex?: number;
  readonly children?: Tree[] | null;
  readonly symbol?: Token;
  readonly start?: Token;
  readonly stop?: Token | null;
  readonly parser?: { ruleNames: string[]; symbolicNames: Array<string | null> };
  getText(): string;
};

/** Name of the grammar's rule, e.g. `valueExpression`; undefined for a leaf. */
export function rule(tree: Tree): string | undefined {
  return tree.ruleIndex === undefined || tree.symbol
    ? undefined
    : tree.parser?.ruleNames[tree.ruleIndex];
}

/** Name of the rule's alternative, e.g. `ArithmeticBinary`, as the grammar labels it. */
export const alternative = (tree: Tree): string =>
  (tree as object).constructor.name.replace(/Context$/, '');

export const children = (tree: Tree): Tree[] => tree.children ?? [];

export const all = (tree: Tree, name: string): Tree[] =>
  children(tree).filter((it) => rule(it) === name);

export const first = (tree: Tree, name: string): Tree | undefined =>
  children(tree).find((it) => rule(it) === name);

export function need(tree: Tree, name: string): Tree {
  const found = first(tree, name);
  if (!found) throw new Error(`The grammar has no ${name} in ${alternative(tree)}.`);
  return found;
}

/** What the grammar labels so: another tree, or a token. */
export function labeled(tree: Tree, label: string): Tree | undefined {
  return ((tree as unknown as Record<string, Tree | null | undefined>)[label] ?? undefined) as
    | Tree
    | undefined;
}

export function tokenLabeled(tree: Tree, label: string): Token | undefined {
  return (tree as unknown as Record<string, Token | null | undefined>)[label] ?? undefined;
}

/** Words that stand directly in the node, in upper case, e.g. `NOT`. */
export const words = (tree: Tree): string[] =>
  children(tree).flatMap((it) => (it.symbol ? [it.symbol.text.toUpperCase()] : []));

export const has = (tree: Tree, word: string): boolean => words(tree).includes(word);
