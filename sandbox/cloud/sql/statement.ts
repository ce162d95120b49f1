import type { TypeCode } from './column-types.ts';
import type { Engine, Result, Run } from './engine.ts';
import {
  CrateError,
  failsWholeBulk,
  parseError,
  toCrateError,
  untypedParameter,
} from './errors.ts';
import type { Token } from './lexer.ts';
import { singleStatement } from './lexer.ts';
import { readObjectTypes } from './object-types.ts';
import type { Place } from './place.ts';
import { environment, prefixOf, settle } from './place.ts';
import type { SqlCall } from './request.ts';
import type { Relation } from './rewriter.ts';
import { SEED_TABLES } from './seed.ts';
import type { Translation } from './translate.ts';
import { translate } from './translate.ts';
import { columnCode } from './values.ts';

/** What stands in the reply, but for its duration. */
export type Outcome =
  | { cols: string[]; colTypes: TypeCode[]; rows: unknown[][]; rowcount: number }
  | { results: Array<{ rowcount: number; error?: { code: number; message: string } }> };

export type Statements = { execute(place: Place, call: SqlCall): Promise<Outcome> };

/** Runs CrateDB's statements on the engine: one transaction per call, one call at a time. */
export function createStatements(engine: Engine): Statements {
  const seeded = new Map<string, Promise<void>>();

  /** The tables every cluster has at first: made when its tables are first asked for in a world. */
  function seed(place: Place): Promise<void> {
    const prefix = prefixOf(place);
    const known = seeded.get(prefix);
    if (known) return known;
    const made = engine.transaction(async (run) => {
      const doc = { ...place, defaultSchema: 'doc' };
      await settle(run, doc, []);
      for (const { statement, insert, rows } of SEED_TABLES) {
        const create = translate(singleStatement(statement), statement, environment(doc, []));
        for (const step of create.steps) await run(step);
        const { steps } = translate(singleStatement(insert), insert, environment(doc, []));
        for (const row of rows(place.ctx)) for (const step of steps) await run(step, row);
      }
    });
    seeded.set(prefix, made);
    made.catch(() => seeded.delete(prefix));
    return made;
  }

  async function schemas(place: Place): Promise<Set<string>> {
    const known = ['doc', 'sys', 'information_schema'];
    const found = await engine.transaction(async (run) => {
      await settle(run, place, []);
      return run('SELECT DISTINCT table_schema FROM crate.relations');
    });
    return new Set([...known, ...found.rows.map(([name]) => String(name))]);
  }

  /** An error of the engine, told as CrateDB would. */
  async function explain(error: unknown, place: Place, named: Relation[]): Promise<CrateError> {
    if (error instanceof CrateError) return error;
    return asCrateError(error, place, named, await schemas(place));
  }

  return {
    async execute(place, call) {
      const tokens = singleStatement(call.stmt);
      const sample = call.bulkArgs?.[0] ?? call.args;
      // The first look tells which tables are named, the second knows the types of what is in them.
      const look = translate(tokens, call.stmt, environment(place, sample));
      const named = look.relations;
      const readsOnlySystem = named.every(
        (relation) => (relation.schema ?? place.defaultSchema) === 'sys',
      );
      if (!readsOnlySystem) await seed(place);
      const typed = new Set<number>();
      for (;;) {
        try {
          return await engine.transaction(async (run) => {
            await settle(run, place, named);
            const objectType = await readObjectTypes(look, place.defaultSchema, run);
            const env = environment(place, sample, objectType, typed);
            const translation = translate(tokens, call.stmt, env);
            return call.bulkArgs
              ? await bulk(run, translation, tokens, call.bulkArgs, place)
              : await single(run, translation, tokens, call.args);
          });
        } catch (error) {
          // Nothing has happened yet: once more, with the type that the argument has by itself.
          const untyped = untypedParameter(error);
          if (untyped === undefined || typed.has(untyped)) throw await explain(error, place, named);
          typed.add(untyped);
        }
      }
    },
  };
}

function asCrateError(
  error: unknown,
  place: Place,
  named: Relation[],
  schemas: Set<string>,
): CrateError {
  const prefix = prefixOf(place);
  return toCrateError(error, {
    userNames: (text) =>
      text.replaceAll(prefix, '').replaceAll('crate_information_schema', 'information_schema'),
    qualified: (name) => {
      const schema = named.find((relation) => relation.name === name)?.schema;
      return `${schema ?? place.defaultSchema}.${name}`;
    },
    hasSchema: (schema) => schemas.has(schema),
  });
}

function parameters(tokens: Token[]): number {
  const placeholders = tokens.filter((token) => token.kind === 'param');
  const numbered = placeholders.map((token) => Number(token.text.slice(1)));
  return Math.max(0, placeholders.filter((token) => token.text === '?').length, ...numbered);
}

/** As many arguments as the statement has places for. */
function takeArguments(args: readonly unknown[], tokens: Token[]): readonly unknown[] {
  const count = parameters(tokens);
  if (args.length < count) {
    throw parseError(
      `The query contains a parameter placeholder $${args.length + 1}, but there are only ${args.length} parameter values`,
    );
  }
  return args.slice(0, count);
}

async function exists(run: Run, relation: Relation): Promise<boolean> {
  const { rows } = await run(
    `SELECT FROM crate.relations WHERE table_name = $1
     AND table_schema = coalesce($2, substr(current_schema(), length(current_setting('crate.prefix')) + 1))`,
    [relation.name, relation.schema ?? null],
  );
  return rows.length > 0;
}

async function single(
  run: Run,
  translation: Translation,
  tokens: Token[],
  args: readonly unknown[],
): Promise<Outcome> {
  const { unless, reply } = translation;
  const taken = takeArguments(args, tokens);
  const nothing = unless && (await exists(run, unless.relation)) === unless.exists;
  let last: Result | undefined;
  if (!nothing) {
    for (const step of translation.steps) last = await run(step, reply === 'done' ? [] : taken);
  }
  if (last && last.fields.length > 0 && reply !== 'done') return resultSet(last, translation);
  const done = nothing ? 0 : translation.rowcount;
  const rowcount = reply === 'done' ? done : (last?.affectedRows ?? 0);
  return { cols: [], colTypes: [], rows: [[]], rowcount };
}

function resultSet(result: Result, translation: Translation): Outcome {
  const { fields, rows } = result;
  return {
    cols: fields.map(({ name }) => translation.columnNames.get(name) ?? name),
    colTypes: fields.map(({ dataTypeID }, i) =>
      columnCode(
        dataTypeID,
        rows.map((row) => row[i]),
      ),
    ),
    rows,
    rowcount: rows.length,
  };
}

/** One statement with many rows of arguments: a row that fails takes only itself back. */
async function bulk(
  run: Run,
  translation: Translation,
  tokens: Token[],
  rows: unknown[][],
  place: Place,
): Promise<Outcome> {
  const [step] = translation.steps;
  if (translation.reply !== 'count' || step === undefined) {
    throw new CrateError(
      4000,
      'SQLParseException',
      'Bulk operations for statements that return result sets is not supported',
    );
  }
  const results: Extract<Outcome, { results: unknown }>['results'] = [];
  for (const row of rows) {
    await run('SAVEPOINT bulk_row');
    try {
      const { affectedRows } = await run(step, takeArguments(row, tokens));
      await run('RELEASE SAVEPOINT bulk_row');
      results.push({ rowcount: affectedRows });
    } catch (error) {
      const told = asCrateError(error, place, translation.relations, new Set());
      if (failsWholeBulk(told)) throw error;
      await run('ROLLBACK TO SAVEPOINT bulk_row');
      results.push({ rowcount: -2, error: { code: told.code, message: told.message } });
    }
  }
  return { results };
}
