/** The name of a result column without AS. Source: CrateDB's OutputNameFormatter. */
import { quoteText } from '../ast/literals.ts';
import type { Call, Expression } from '../ast/nodes.ts';
import { atLeast } from '../version.ts';

/** Since 6.0 a function's result has its bare name; before it was printed with its arguments. */
export function outputName(expression: Expression, version: string): string {
  const named = expression.kind === 'call' || isConcat(expression) || isOverlap(expression);
  if (named && atLeast(version, '6.0.0')) {
    if (expression.kind !== 'call') return isOverlap(expression) ? 'array_overlap' : 'op_||';
    if (
      !['current_timestamp', 'current_time', 'current_date', 'extract'].includes(expression.name)
    ) {
      return expression.name;
    }
  }
  return printed(expression);
}

const isConcat = (expression: Expression): boolean =>
  expression.kind === 'binary' && expression.operator === '||';

const isOverlap = (expression: Expression): boolean =>
  expression.kind === 'binary' && expression.operator === '&&';

const list = (expressions: Expression[]): string => expressions.map(printed).join(', ');

function callText(call: Call): string {
  if (call.text !== undefined) return call.text;
  if (call.name === 'extract' && call.args[0]?.kind === 'literal') {
    return `EXTRACT(${String(call.args[0].value).toUpperCase()} FROM ${list(call.args.slice(1))})`;
  }
  const args = call.star ? '*' : list(call.args);
  const filter = call.filter ? ` FILTER (WHERE ${printed(call.filter)})` : '';
  return `${call.name}(${call.distinct ? 'DISTINCT ' : ''}${args})${filter}`;
}

/** An expression as CrateDB's formatter writes it, names without their tables. */
export function printed(expression: Expression): string {
  switch (expression.kind) {
    case 'literal':
      return expression.text;
    case 'interval':
      return `INTERVAL ${expression.negative ? '- ' : ''}${quoteText(expression.text)}${expression.from ? ` ${expression.from}` : ''}`;
    case 'parameter':
      return `$${expression.index + 1}`;
    case 'name':
      return expression.parts.at(-1) ?? '';
    case 'subscript':
      return `${printed(expression.base)}[${printed(expression.index)}]`;
    case 'slice':
      return `${printed(expression.base)}[${expression.from ? printed(expression.from) : ''}:${expression.to ? printed(expression.to) : ''}]`;
    case 'field':
      return `(${printed(expression.base)}).${expression.name}`;
    case 'call':
      return callText(expression);
    case 'binary':
    case 'compare':
    case 'logical':
      return `(${printed(expression.left)} ${expression.operator === '!=' ? '<>' : expression.operator} ${printed(expression.right)})`;
    case 'negate':
      return `- ${printed(expression.value)}`;
    case 'not':
      return `(NOT ${printed(expression.value)})`;
    case 'quantified':
      if (expression.right.kind === 'subquery' && !expression.all && expression.operator === '=') {
        return `(${printed(expression.left)} IN ${printed(expression.right)})`;
      }
      return `${printed(expression.left)} ${expression.operator} ${expression.all ? 'ALL' : 'ANY'}(${printed(expression.right)})`;
    case 'between':
      return `(${printed(expression.value)} BETWEEN ${printed(expression.low)} AND ${printed(expression.high)})`;
    case 'in':
      return `(${printed(expression.value)} IN (${list(expression.list)}))`;
    case 'like':
      return `(${printed(expression.value)} ${expression.insensitive ? 'ILIKE' : 'LIKE'} ${printed(expression.pattern)})`;
    case 'arrayLike':
      return `(${printed(expression.value)}${expression.not ? ' NOT' : ''} ${expression.insensitive ? 'ILIKE' : 'LIKE'} ${expression.all ? 'ALL' : 'ANY'} (${printed(expression.patterns)}) )`;
    case 'isNull':
      return `(${printed(expression.value)} IS ${expression.not ? 'NOT ' : ''}NULL)`;
    case 'distinct':
      return `(${printed(expression.left)} IS ${expression.not ? 'NOT ' : ''}DISTINCT FROM ${printed(expression.right)})`;
    case 'cast':
      return `${expression.lenient ? 'TRY_CAST' : 'CAST'}(${printed(expression.value)} AS ${expression.typeText})`;
    case 'case': {
      const whens = expression.whens.map(
        ([when, then]) => `WHEN ${printed(when)} THEN ${printed(then)}`,
      );
      const parts = [
        'CASE',
        ...(expression.operand ? [printed(expression.operand)] : []),
        ...whens,
        ...(expression.otherwise ? ['ELSE', printed(expression.otherwise)] : []),
        'END',
      ];
      return `(${parts.join(' ')})`;
    }
    case 'if':
      return `IF(${list([expression.condition, expression.value, ...(expression.otherwise ? [expression.otherwise] : [])])})`;
    case 'subquery':
      return `(${expression.text})`;
    case 'arraySubquery':
      return `ARRAY(${expression.text})`;
    case 'exists':
      return `EXISTS (${expression.text})`;
    case 'array':
      return `[${list(expression.items)}]`;
    case 'object': {
      const entries = [...expression.entries].sort(([a], [b]) => (a < b ? -1 : 1));
      return `{${entries.map(([key, value]) => `"${key}"= ${printed(value)}`).join(', ')}}`;
    }
    case 'match':
      return `MATCH (${list(expression.columns)}, ${printed(expression.term)})`;
    case 'default':
      return 'DEFAULT';
  }
}
