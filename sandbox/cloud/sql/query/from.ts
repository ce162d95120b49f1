import type { Expression, Relation } from '../ast/nodes.ts';
import { unsupported } from '../errors.ts';
import { bind, bindCondition } from '../expressions/bind.ts';
import type { Field, Row, ScopeRelation } from '../expressions/bound.ts';
import type { CallContext, Scope } from '../expressions/context.ts';
import { isScalar } from '../functions/registry.ts';
import { makeTableFunction } from '../functions/table-functions.ts';
import type { Value } from '../values/value.ts';
import { relationSource } from './relations.ts';
import type { Source } from './source.ts';

/** What all of a FROM clause reads: several relations side by side in one row. */
export type From = {
  relations: ScopeRelation[];
  width: number;
  rows(outer: Row | undefined): Iterable<Value[]>;
  /** Where it is one table of the cluster's own and nothing else. */
  single?: Source;
};

const NOTHING: From = { relations: [], width: 0, rows: () => [[]] };

/** A clause's relations, from left to right; without any there is one row of nothing. */
export function makeFrom(clause: Relation[], scope: Scope): From {
  const [first, ...others] = clause.map((it) => makeRelation(it, scope));
  if (!first) return NOTHING;
  return others.reduce((left, right) => cross(left, right, scope.context), first);
}

function makeRelation(relation: Relation, scope: Scope): From {
  if (relation.kind === 'join') return makeJoin(relation, scope);
  const source = renamed(makeSource(relation, scope), relation);
  const { fields, name, schema, rows } = source;
  return {
    relations: [{ name, fields, offset: 0, ...(schema !== undefined && { schema }) }],
    width: fields.length,
    rows,
    single: source,
  };
}

function makeSource(relation: Exclude<Relation, { kind: 'join' }>, scope: Scope): Source {
  if (relation.kind === 'table') return relationSource(relation.name, scope);
  if (relation.kind === 'subquery') {
    if (relation.alias === undefined)
      throw unsupported('subquery in FROM clause must have an alias');
    const prepared = scope.context.prepare(relation.query, withNames(scope));
    return { name: '', fields: prepared.columns, rows: (outer) => prepared.run(outer) };
  }
  return functionSource(relation.call, scope);
}

/** A subquery in FROM sees what WITH named and the queries around, not its siblings. */
function withNames(scope: Scope): Scope {
  return {
    context: scope.context,
    relations: [],
    ...(scope.named && { named: scope.named }),
    ...(scope.outer && { outer: scope.outer }),
  };
}

function functionSource(
  call: { schema?: string; name: string; args: Expression[] },
  scope: Scope,
): Source {
  const args = call.args.map((it) => bind(it, withNames(scope)));
  const qualified = call.schema === undefined ? call.name : `${call.schema}.${call.name}`;
  if (isScalar(qualified)) {
    throw unsupported(`Non table function '${call.name}' is not supported in from clause`);
  }
  const made = makeTableFunction(qualified, args, scope.context.version);
  return {
    name: call.name,
    fields: made.columns,
    rows: (outer) => {
      const row: Row = { values: [], ...(outer && { outer }) };
      return made.rows(
        made.args.map((it) => it.evaluate(row)),
        scope.context,
      );
    },
  };
}

function renamed(
  source: Source,
  { alias, columns }: { alias?: string; columns?: string[] },
): Source {
  if (alias === undefined) return source;
  const { schema: _, ...rest } = source;
  const only =
    source.fields.length === 1 && columns === undefined && source.fields[0]?.name === source.name;
  const fields = source.fields.map((field, i): Field => {
    const name = columns?.[i] ?? (only ? alias : field.name);
    return { ...field, name };
  });
  return { ...rest, name: alias, fields };
}

const shifted = (relations: ScopeRelation[], by: number): ScopeRelation[] =>
  relations.map((it) => ({ ...it, offset: it.offset + by }));

const joinedRelations = (left: From, right: From): ScopeRelation[] => [
  ...left.relations,
  ...shifted(right.relations, left.width),
];

function cross(left: From, right: From, context: CallContext): From {
  return {
    relations: joinedRelations(left, right),
    width: left.width + right.width,
    *rows(outer) {
      const others = [...right.rows(outer)];
      for (const row of left.rows(outer)) {
        context.checkTime();
        for (const other of others) yield [...row, ...other];
      }
    },
  };
}

type Join = Extract<Relation, { kind: 'join' }>;

function makeJoin(join: Join, scope: Scope): From {
  if (join.natural) throw unsupported('join criteria NaturalJoin not supported');
  const left = makeRelation(join.left, scope);
  const right = makeRelation(join.right, scope);
  if (join.type === 'cross' && !join.on && !join.using) return cross(left, right, scope.context);
  const relations = joinedRelations(left, right);
  const shared = join.using;
  const on = shared ? usingCondition(shared, left, right) : join.on;
  const inner: Scope = { ...withNames(scope), relations };
  const condition = on && bindCondition(on, inner);
  const width = left.width + right.width;
  return {
    relations,
    width,
    *rows(outer) {
      const rights = [...right.rows(outer)];
      const matched = new Set<number>();
      const nothing = (count: number): Value[] => Array.from({ length: count }, () => null);
      for (const row of left.rows(outer)) {
        scope.context.checkTime();
        let found = false;
        for (const [i, other] of rights.entries()) {
          const values = [...row, ...other];
          if (condition && condition.evaluate({ values, ...(outer && { outer }) }) !== true)
            continue;
          found = true;
          matched.add(i);
          yield values;
        }
        if (!found && (join.type === 'left' || join.type === 'full')) {
          yield [...row, ...nothing(right.width)];
        }
      }
      if (join.type !== 'right' && join.type !== 'full') return;
      for (const [i, other] of rights.entries()) {
        if (!matched.has(i)) yield [...nothing(left.width), ...other];
      }
    },
  };
}

function usingCondition(names: string[], left: From, right: From): Expression | undefined {
  const owner = (from: From, name: string) =>
    from.relations.find((it) => it.fields.some((field) => field.name === name))?.name ?? '';
  return names
    .map(
      (name): Expression => ({
        kind: 'compare',
        operator: '=',
        left: { kind: 'name', parts: [owner(left, name), name] },
        right: { kind: 'name', parts: [owner(right, name), name] },
      }),
    )
    .reduce<Expression | undefined>(
      (all, next) => (all ? { kind: 'logical', operator: 'AND', left: all, right: next } : next),
      undefined,
    );
}
