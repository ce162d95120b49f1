import type { Expression, SelectItem } from '../ast/nodes.ts';
import { parseError } from '../errors.ts';

export type AliasLookup = {
  /** What an expression of ORDER BY or GROUP BY stands for: an alias, or the place in the select list. */
  resolve(expression: Expression, clause: string): Expression;
  /** An expression in which aliases stand for what they name. */
  through(expression: Expression): Expression;
};

export function makeAliasLookup(items: SelectItem[]): AliasLookup {
  const byAlias = new Map<string, Expression>();
  for (const item of items) {
    if (item.kind === 'value' && item.alias !== undefined && !byAlias.has(item.alias)) {
      byAlias.set(item.alias, item.value);
    }
  }
  const alias = (expression: Expression): Expression | undefined =>
    expression.kind === 'name' && expression.parts.length === 1
      ? byAlias.get(expression.parts[0] ?? '')
      : undefined;
  const replace = (expression: Expression): Expression => {
    const found = alias(expression);
    if (found) return found;
    if (
      expression.kind === 'compare' ||
      expression.kind === 'logical' ||
      expression.kind === 'binary'
    ) {
      return { ...expression, left: replace(expression.left), right: replace(expression.right) };
    }
    return expression.kind === 'not'
      ? { ...expression, value: replace(expression.value) }
      : expression;
  };
  return {
    resolve(expression, clause) {
      if (expression.kind === 'literal' && typeof expression.value === 'bigint') {
        const item = items[Number(expression.value) - 1];
        if (item?.kind !== 'value')
          throw parseError(`${clause} position ${expression.value} is not in select list`);
        return item.value;
      }
      return alias(expression) ?? expression;
    },
    through: replace,
  };
}
