import { parseError } from '../errors.ts';
import {
  all,
  alternative,
  children,
  first,
  has,
  labeled,
  need,
  rule,
  type Tree,
} from '../grammar/tree.ts';
import { arrayOf, objectOf, type Policy, type Type, typeByName } from '../values/type.ts';
import { ident } from './literals.ts';

/** A type as it is written; throws CrateDB's error for one that does not exist. */
export function readType(tree: Tree): Type {
  switch (alternative(tree)) {
    case 'ArrayDataType':
      return arrayOf(readType(need(tree, 'dataType')));
    case 'ObjectDataType':
      return readObject(need(tree, 'objectTypeDefinition'));
    default: {
      const parameters = all(tree, 'integerLiteral').map((it) => Number(it.getText()));
      const found = typeByName(baseName(need(tree, 'baseDataType')), parameters);
      if (typeof found === 'string') throw parseError(found);
      return found;
    }
  }
}

/** A type, and how CrateDB prints it in the name of a cast: as it was written. */
export const readCastType = (tree: Tree): { type: Type; typeText: string } => ({
  type: readType(tree),
  typeText: printedType(tree),
});

function printedType(tree: Tree): string {
  switch (alternative(tree)) {
    case 'ArrayDataType':
      return `array(${printedType(need(tree, 'dataType'))})`;
    case 'ObjectDataType':
      return 'object';
    default: {
      const parameters = all(tree, 'integerLiteral').map((it) => it.getText());
      const name = baseName(need(tree, 'baseDataType'));
      return parameters.length > 0 ? `${name}(${parameters.join(', ')})` : name;
    }
  }
}

function baseName(tree: Tree): string {
  const defined = first(tree, 'definedDataType');
  if (!defined) return ident(need(tree, 'ident'));
  return children(defined)
    .map((it) => it.getText().toLowerCase())
    .join(' ');
}

function objectPolicy(tree: Tree): Policy {
  for (const policy of ['strict', 'ignored'] as const)
    if (has(tree, policy.toUpperCase())) return policy;
  return 'dynamic';
}

function readObject(tree: Tree): Type {
  const keys = new Map<string, Type>();
  for (const column of all(tree, 'columnDefinition')) {
    const type = first(column, 'dataType');
    if (type) keys.set(ident(need(column, 'ident')), readType(type));
  }
  return objectOf(objectPolicy(tree), keys);
}

/** The object inside `OBJECT(...) AS (...)` or `ARRAY(OBJECT(...) AS (...))`, with its children's definitions. */
export function objectDefinition(tree: Tree): Tree | undefined {
  if (rule(tree) === 'objectTypeDefinition') return tree;
  const inner =
    first(tree, 'objectTypeDefinition') ?? first(tree, 'dataType') ?? labeled(tree, 'inner');
  return inner ? objectDefinition(inner) : undefined;
}
