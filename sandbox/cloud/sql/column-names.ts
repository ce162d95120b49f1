import type { Token } from './lexer.ts';

/** Words that end an expression and so are no alias of it. */
const NO_ALIAS = new Set(
  'end null true false unknown zone precision varying asc desc first last current_user session_user current_schema current_timestamp current_date'.split(
    ' ',
  ),
);
/** Words after which a name is an operand and no alias. */
const OPERATOR_WORDS = new Set(
  'and or not is in like ilike between then else when case distinct from any all interval div escape'.split(
    ' ',
  ),
);

/**
 * How a select item [from, to) gets its name: `length` tokens at its end are an alias;
 * `named` is also true for plain columns and stars, which need none.
 */
export function itemAlias(
  tokens: Token[],
  from: number,
  to: number,
): { length: number; named: boolean } {
  const last = tokens[to - 1];
  const previous = to - 2 >= from ? tokens[to - 2] : undefined;
  if (!last) return { length: 0, named: true };
  const isName = last.kind === 'quoted' || (last.kind === 'word' && !NO_ALIAS.has(last.value));
  if (isName && previous?.kind === 'word' && previous.value === 'as') {
    return { length: 2, named: true };
  }
  const plain = tokens
    .slice(from, to)
    .every((token, i) => (i % 2 === 0 ? token.kind !== 'op' : token.text === '.'));
  if (last.text === '*' && (to - from === 1 || previous?.text === '.')) {
    return { length: 0, named: true };
  }
  if (plain && (to - from) % 2 === 1) return { length: 0, named: isName };
  const afterOperand =
    previous !== undefined &&
    (previous.kind !== 'op'
      ? !(previous.kind === 'word' && OPERATOR_WORDS.has(previous.value))
      : [')', ']', '}'].includes(previous.text));
  return isName && afterOperand ? { length: 1, named: true } : { length: 0, named: false };
}

const UNSPACED = new Set(['::', '.', '(', ')', '[', ']', '{', '}', ',']);

/**
 * The name CrateDB gives to an unaliased expression: its text, set in CrateDB's way,
 * e.g. `count(*)`, `fs['total']['used']`, `(a + b)`. `numbers` gives the number of a placeholder.
 */
export function displayName(tokens: Token[], numbers: Map<number, number>, from: number): string {
  let name = '';
  let depth = 0;
  let operators = 0;
  for (const [i, token] of tokens.entries()) {
    const previous = tokens[i - 1];
    const star = token.text === '*' && ['(', '.'].includes(previous?.text ?? '');
    const afterOperand = previous?.kind !== 'op' || [')', ']', '}'].includes(previous.text);
    const sign = token.text === '-' && (previous === undefined || !afterOperand);
    if (['(', '[', '{'].includes(token.text)) depth++;
    if ([')', ']', '}'].includes(token.text)) depth--;
    let text = token.text;
    if (token.kind === 'word') text = token.value;
    if (token.kind === 'param') text = `$${numbers.get(from + i)}`;
    if (token.kind === 'quoted' && /^[a-z_][a-z0-9_]*$/.test(token.value)) text = token.value;
    if (token.text === ',') text = ', ';
    if (token.kind === 'op' && !UNSPACED.has(token.text) && !star && !sign) {
      text = ` ${text} `;
      if (depth === 0) operators++;
    }
    const words =
      previous !== undefined &&
      (token.kind !== 'op' || token.text === '(' || token.text === '[') &&
      (previous.kind !== 'op' || ([')', ']'].includes(previous.text) && token.kind !== 'op'));
    const call = ['(', '['].includes(token.text) && previous?.kind !== 'op';
    name += (words && !call ? ' ' : '') + text;
  }
  return operators > 0 ? `(${name})` : name;
}
