import { PGlite, type Transaction } from '@electric-sql/pglite';
import { ENGINE_SCHEMA } from './engine-schema.ts';
import { PARSERS, SERIALIZERS } from './values.ts';

export type Result = {
  fields: Array<{ name: string; dataTypeID: number }>;
  rows: unknown[][];
  affectedRows: number;
};

/** Runs one statement of a transaction; rows come as arrays of what stands in CrateDB's JSON. */
export type Run = (sql: string, args?: readonly unknown[]) => Promise<Result>;

export type Engine = {
  /** Runs `work` as one transaction, after all that were asked for before: one at a time. */
  transaction<T>(work: (run: Run) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

/** The SQL engine: starts at first use, which takes seconds and a few hundred MB. */
export function createEngine(): Engine {
  let started: Promise<PGlite> | undefined;

  async function start(): Promise<PGlite> {
    const database = await PGlite.create({ parsers: PARSERS });
    await database.exec(ENGINE_SCHEMA);
    return database;
  }

  const runner =
    (transaction: Transaction): Run =>
    async (sql, args = []) => {
      const result = await transaction.query<unknown[]>(sql, [...args], {
        rowMode: 'array',
        // Given at each call, for at the start the engine puts its own in place of those for arrays.
        serializers: SERIALIZERS,
      });
      return {
        fields: result.fields,
        rows: result.rows,
        affectedRows: result.affectedRows ?? 0,
      };
    };

  return {
    async transaction(work) {
      started ??= start().catch((error: unknown) => {
        started = undefined;
        throw error;
      });
      const database = await started;
      return database.transaction((transaction) => work(runner(transaction)));
    },
    async close() {
      const database = await started;
      if (database && !database.closed) await database.close();
    },
  };
}
