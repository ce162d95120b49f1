import { children, first, rule, type Tree } from '../grammar/tree.ts';
import { doubleText, MAX_LONG } from '../values/numbers.ts';
import { parseNumeric } from '../values/numeric.ts';
import { BIGINT, DOUBLE, INTEGER, NUMERIC, TEXT } from '../values/type.ts';
import type { Expression } from './nodes.ts';

type Literal = Extract<Expression, { kind: 'literal' }>;

export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export function ident(tree: Tree): string {
  const text = tree.getText();
  if (text.startsWith('"')) return text.slice(1, -1).replaceAll('""', '"');
  return text.toLowerCase();
}

export const qname = (tree: Tree): string[] =>
  children(tree)
    .filter((it) => rule(it) === 'ident')
    .map(ident);

/** `'it''s'` or `$$it's$$`. */
export function stringOf(tree: Tree): string {
  if (rule(tree) !== 'stringLiteral') {
    const inner = first(tree, 'stringLiteral');
    return inner ? stringOf(inner) : ident(tree);
  }
  const dollar = first(tree, 'dollarQuotedStringLiteral');
  if (dollar) {
    return children(dollar)
      .slice(1, -1)
      .map((it) => it.getText())
      .join('');
  }
  return tree.getText().slice(1, -1).replaceAll("''", "'");
}

const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** `E'a\nb'`. */
export function escapedText(text: string): string {
  return text
    .slice(2, -1)
    .replaceAll("''", "'")
    .replace(
      /\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{1,2}|[0-7]{1,3}|[\s\S])/g,
      (_, escaped: string) => {
        if (/^[uUx]./.test(escaped))
          return String.fromCodePoint(Number.parseInt(escaped.slice(1), 16));
        if (/^[0-7]/.test(escaped)) return String.fromCodePoint(Number.parseInt(escaped, 8));
        return ESCAPES[escaped] ?? escaped;
      },
    );
}

export const textLiteral = (value: string): Literal => ({
  kind: 'literal',
  value,
  type: TEXT,
  text: quoteText(value),
});

export function integerLiteral(text: string): Literal {
  const value = BigInt(text.replaceAll('_', ''));
  if (value > MAX_LONG) {
    const numeric = parseNumeric(String(value)) ?? null;
    return { kind: 'literal', value: numeric, type: NUMERIC, text: String(value) };
  }
  const type = value < 2n ** 31n ? INTEGER : BIGINT;
  return { kind: 'literal', value, type, text: String(value) };
}

/** A double, unless it has more digits than one can hold. */
export function decimalLiteral(text: string): Literal {
  const plain = text.replaceAll('_', '');
  const digits = plain
    .replace(/[eE].*$/, '')
    .replace('.', '')
    .replace(/^0+/, '');
  if (digits.length <= 18 || /[eE]\+?\d/.test(plain)) {
    const value = Number(plain);
    return { kind: 'literal', value, type: DOUBLE, text: doubleText(value) };
  }
  return { kind: 'literal', value: parseNumeric(plain) ?? null, type: NUMERIC, text: plain };
}
