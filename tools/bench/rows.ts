/**
 * What steps about rows cost beside the same statements by plain fetches, one after the other: the three that
 * tell what the table is made of, and the one about its rows. The step asks for its cluster and a token, too.
 */
import { type Bench, type BenchCloud, CONNECTION_TEST, withCloud, withProcess } from './bench.ts';
import { type Aim, interleave, type Measure, measure, median } from './pairs.ts';
import type { AppProcess } from './process.ts';

const MOST_OF_STATEMENTS: Aim = { of: 'ratio', most: 1.5 };
const ROWS = 1_000;
/** New Row over the same window, before so many rows in all. */
const TABLES = [1_000, 100_000];
const BATCH = 10_000;
const WARM_UPS = 3;

type Statement = { stmt: string; args?: unknown[]; bulk_args?: unknown[][] };

/** A step is given the cluster as its dropdown gives it. */
type Database = { id: string; url: string; headers: Record<string, string> };

type Case = {
  /** What is sent before it, beside the statements about the catalog. */
  before?: Statement;
  name: string;
  method: string;
  table: string;
  input: object;
  floor: Statement;
  /** The step gives one thing, in which the rows are. */
  inOne: boolean;
};

const CLUSTER = 'weather-prod';
const COLUMNS = '"at", "id", "name", "value"';

/** A row of the window, or one that is older than every window. */
const rowOf = (index: number, now: number): unknown[] => [
  index < ROWS ? now - index * 1_000 : now - 30 * 86_400_000 - index * 1_000,
  index,
  `sensor ${index % 50}`,
  index / 4,
];

export function rows({ app, plain, progress }: Bench, pairs: number): Promise<Measure[]> {
  return withCloud({}, (cloud) =>
    withProcess(async (process) => {
      await cloud.control.startSql();
      await process.coldStart(app.folder, cloud.event(CONNECTION_TEST));
      const database = await databaseOf(cloud);
      const measures: Measure[] = [];
      const own: number[][] = [];
      const take = async (one: Case) => {
        const timed = await besideStatement({ cloud, process, database, one }, pairs);
        progress(`  ${one.name}: ${median(timed.map(([ms]) => ms)).toFixed(1)} ms`);
        measures.push(measure(one.name, 'ms', timed, MOST_OF_STATEMENTS));
        own.push(timed.map(([ms, floor]) => ms - floor));
        // What of it is beyond our reach: the same through core, with nothing done to it.
        const beside = await besidePlain(plain, { cloud, process, database, one }, pairs);
        measures.push(measure(`${one.name}_beside_plain`, 'ms', beside));
      };
      for (const count of TABLES) await take(await newRowBefore(count, cloud, database));
      await take(findRows(database));
      await take(await createRows(database));
      return [...measures, growthOf(own)];
    }),
  );
}

/** What New Row costs beyond its statements, before the larger table and before the smaller one. */
function growthOf([small = [], large = []]: number[][]): Measure {
  const pairs = large.map((ms, index): [number, number] => [ms, small[index] ?? Number.NaN]);
  return measure('new_row_own_cost_before_100000', 'ms', pairs, { of: 'ratio', most: 1.5 });
}

async function newRowBefore(
  count: number,
  { control }: BenchCloud,
  database: Database,
): Promise<Case> {
  const table = `bench_${count}`;
  await makeTable(table, database);
  const now = Date.parse(await control.now());
  for (let from = 0; from < count; from += BATCH) {
    const length = Math.min(BATCH, count - from);
    const bulk = Array.from({ length }, (_, index) => rowOf(from + index, now));
    await plainly(database, insertOf(table, bulk));
  }
  await plainly(database, { stmt: `REFRESH TABLE "doc"."${table}"` });
  return {
    name: `new_row_before_${count}`,
    inOne: false,
    table,
    method: 'triggers.new_row.operation.perform',
    input: {
      cluster_id: database.id,
      table: `doc.${table}`,
      time_column: 'at',
      look_back_hours: '24',
    },
    floor: {
      stmt: `SELECT ${COLUMNS} FROM "doc"."${table}" WHERE "at" >= CURRENT_TIMESTAMP - INTERVAL '24 hours' AND "at" <= CURRENT_TIMESTAMP + INTERVAL '24 hours' ORDER BY "at" DESC, "id" LIMIT 10001`,
    },
  };
}

function findRows({ id }: Database): Case {
  return {
    name: `find_rows_of_${ROWS}`,
    inOne: true,
    table: `bench_${ROWS}`,
    method: 'searches.find_rows.operation.perform',
    input: { cluster_id: id, table: `doc.bench_${ROWS}`, most_rows: String(ROWS) },
    before: { stmt: `REFRESH TABLE "doc"."bench_${ROWS}"` },
    floor: { stmt: `SELECT ${COLUMNS} FROM "doc"."bench_${ROWS}" LIMIT ${ROWS}` },
  };
}

/** The rows have no key, so that each call adds as many. */
async function createRows(database: Database): Promise<Case> {
  await plainly(database, {
    stmt: 'CREATE TABLE "doc"."bench_written" ("at" TIMESTAMP WITH TIME ZONE, "id" INTEGER, "name" TEXT, "value" DOUBLE PRECISION)',
  });
  const bulk = Array.from({ length: ROWS }, (_, index) => rowOf(index, 1_700_000_000_000));
  const items = bulk.map(([at, id, name, value]) => ({ at, id, name, value }));
  return {
    name: `create_rows_of_${ROWS}`,
    inOne: true,
    table: 'bench_written',
    method: 'creates.create_rows.operation.perform',
    input: {
      cluster_id: database.id,
      table: 'doc.bench_written',
      rows_json: JSON.stringify(items),
    },
    floor: insertOf('bench_written', bulk),
  };
}

function catalogOf(table: string): Statement[] {
  const where = 'WHERE table_schema = ? AND table_name = ?';
  const args = ['doc', table];
  return [
    {
      stmt: `SELECT table_type, partitioned_by, clustered_by, closed FROM information_schema.tables ${where}`,
      args,
    },
    {
      stmt: `SELECT column_name, data_type, is_nullable, is_generated, column_default, column_details, character_maximum_length, generation_expression FROM information_schema.columns ${where} ORDER BY ordinal_position LIMIT 10000`,
      args,
    },
    {
      stmt: `SELECT column_name FROM information_schema.key_column_usage ${where} ORDER BY ordinal_position`,
      args,
    },
  ];
}

const insertOf = (table: string, bulk: unknown[][]): Statement => ({
  stmt: `INSERT INTO "doc"."${table}" (${COLUMNS}) VALUES (?, ?, ?, ?)`,
  bulk_args: bulk,
});

async function makeTable(table: string, database: Database): Promise<void> {
  await plainly(database, {
    stmt: `CREATE TABLE "doc"."${table}" ("at" TIMESTAMP WITH TIME ZONE, "id" INTEGER PRIMARY KEY, "name" TEXT, "value" DOUBLE PRECISION)`,
  });
}

type Subject = { cloud: BenchCloud; process: AppProcess; database: Database; one: Case };

async function besideStatement(
  { cloud, process, database: { url, headers }, one }: Subject,
  pairs: number,
): Promise<[value: number, floor: number][]> {
  const event = cloud.event(one.method, one.input);
  const bodies = bodiesOf(one);
  const ours = async () => (await process.call(event)).ms;
  const floor = async () => {
    let all = 0;
    for (const [index, body] of bodies.entries()) {
      const { ms, result } = await process.post(url, headers, body);
      const isLast = index === bodies.length - 1;
      if (isLast && result !== ROWS) throw new Error(`${one.name}: it gave ${result} rows`);
      all += ms;
    }
    return all;
  };
  await interleave(WARM_UPS, ours, floor);
  return await interleave(pairs, ours, floor);
}

const bodiesOf = (one: Case) =>
  [...catalogOf(one.table), ...(one.before ? [one.before] : []), one.floor].map((statement) =>
    JSON.stringify(statement),
  );

/** The step against the plain app with the same statements, each in a warm process of its own. */
function besidePlain(
  plain: Bench['plain'],
  { cloud, process, database: { url, headers }, one }: Subject,
  pairs: number,
): Promise<[value: number, floor: number][]> {
  const statements = { url, headers, bodies: bodiesOf(one) };
  const event = cloud.event(one.method, one.input);
  const input = { statements, inOne: one.inOne };
  const beside = cloud.event('triggers.plain.operation.perform', input);
  return withProcess(async (other) => {
    await other.coldStart(plain.folder, beside);
    const ours = async () => (await process.call(event)).ms;
    const plainly = async () => (await other.call(beside)).ms;
    await interleave(WARM_UPS, ours, plainly);
    return await interleave(pairs, ours, plainly);
  });
}

async function databaseOf({ control, headers }: BenchCloud): Promise<Database> {
  const reply = await fetch(`${control.origin}/api/v2/clusters/`, { headers });
  const clusters = (await reply.json()) as Record<'id' | 'name' | 'url' | 'username', string>[];
  const cluster = clusters.find(({ name }) => name === CLUSTER);
  const { passwords } = await control.seed();
  if (!cluster) throw new Error(`There is no ${CLUSTER}`);
  const pair = `${cluster.username}:${passwords[CLUSTER]}`;
  return {
    id: cluster.id,
    url: `${cluster.url.replace(/\/$/, '')}/_sql?types`,
    headers: {
      authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
      'content-type': 'application/json',
    },
  };
}

async function plainly({ url, headers }: Database, statement: Statement): Promise<void> {
  const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(statement) });
  if (!reply.ok) throw new Error(await reply.text());
}
