/**
 * Rows of a table, inserted, changed, deleted and inserted again at any time, several at the same moment, seen a
 * little late, with clocks that are not the same; now and then more than one answer holds. The database is out of
 * memory or of shards for some time, in its own words.
 */
import type { Random } from '../random.ts';
import {
  DAY,
  type Due,
  dc,
  delay,
  HOUR,
  type Moment,
  many,
  OtherReply,
  type Question,
  type Scenario,
  timesBetween,
  told,
} from '../world.ts';

type Row = {
  id: string;
  inserted: number;
  /** From when on it is not shown any more. */
  deleted: number;
  /** When the database shows it: a row can be written in the past. */
  visible: number;
  /** Times of change with the moment from which each shows. */
  changes: { at: number; visible: number }[];
};

const LOOK_BACK = [1, 24, 168] as const;

/** What a database in trouble says, with the status of its own. */
const TROUBLES = [
  { code: 5000, message: "CircuitBreakingException[Allocating 2mb for 'query' failed]" },
  { code: 5002, message: 'UnavailableShardsException[[t][0] primary shard is not active]' },
  { code: 5005, message: 'JobKilledException[Job killed. statement_timeout (5s/exec)]' },
];

/** Bytes of a wide row: a thousand of them are more than an answer holds. */
const WIDE = 20_000;
/** So many are less. */
const SURELY = 200;

function rowsOf(random: Random, start: number) {
  const clusterId = random.id();
  const hours = random.pick(LOOK_BACK);
  const isBig = random.chance(0.02);
  const isWide = isBig && random.chance(0.1);
  const text = 'x'.repeat(isWide ? WIDE : 1);
  let trouble: { until: number; said: (typeof TROUBLES)[number] } | null = null;
  const isTrouble = (at: number) => trouble !== null && at < trouble.until;
  const insert = (at: number): Row => {
    const late = random.chance(0.05) ? random.between(0, 2 * hours * HOUR) : delay(random) / 60;
    return {
      id: random.id(),
      inserted: at,
      deleted: Number.POSITIVE_INFINITY,
      visible: at + late,
      changes: [{ at, visible: at + late }],
    };
  };
  /** Under the same key again, as another row. */
  const insertAgain = ({ id, deleted }: Row, at: number): Row | null =>
    deleted < at ? { ...insert(at), id } : null;
  const rows = many(isBig ? random.whole(300, 900) : random.whole(0, 20), () =>
    insert(start - random.whole(0, 3 * DAY)),
  );
  const live = (from: number, to: number) => {
    const times = timesBetween(random, from, to, isBig ? 120 : 4).slice(-170);
    const moments = times.map((at, index) => (random.chance(0.2) ? (times[index - 1] ?? at) : at));
    rows.push(...moments.map(insert));
    if (random.chance(0.05))
      trouble = { until: to + random.between(0, HOUR), said: random.pick(TROUBLES) };
    for (const at of timesBetween(random, from, to, 0.5)) {
      const gone = rows.length > 0 ? random.pick(rows) : undefined;
      if (!gone || gone.deleted < at || gone.visible > at) continue;
      gone.deleted = at;
      const again = random.chance(0.5) ? insertAgain(gone, at + 1) : null;
      if (again) rows.push(again);
    }
    for (const at of timesBetween(random, from, to, 2)) {
      const row = rows.length > 0 ? random.pick(rows) : undefined;
      // A change shows after the one before it.
      const last = row?.changes.at(-1);
      if (row && last && last.visible < at && at < row.deleted)
        row.changes.push({ at, visible: at + random.between(0, 1_000) });
    }
  };

  /** What the table shows, newest first: of more than one answer holds, these are given. */
  const shown = (at: number, by: 'inserted' | 'changed') =>
    rows
      .filter(({ visible, deleted }) => visible <= at && at < deleted)
      .map((row) => ({
        ...row,
        changed: row.changes.findLast(({ visible }) => visible <= at)?.at ?? row.inserted,
      }))
      .sort((a, b) => b[by] - a[by] || (a.id < b.id ? -1 : 1));

  const isIn = (time: number, { now }: Moment) =>
    time >= now - hours * HOUR && time <= now + hours * HOUR;

  function answer({ path, at, now, sqlUrl, statement, args }: Question): unknown {
    if (path === '/clusters/' || path === `/clusters/${clusterId}/`) {
      const cluster = {
        id: clusterId,
        name: 'weather',
        url: sqlUrl(clusterId),
        crate_version: '6.2.1',
        dc: dc(start),
      };
      return path === '/clusters/' ? [cluster] : cluster;
    }
    if (path === `/clusters/${clusterId}/jwt/`) return { token: 'token', expiry: told(now + HOUR) };
    if (statement === '') return undefined;
    if (trouble && isTrouble(at)) {
      return new OtherReply({ status: 500, text: JSON.stringify({ error: trouble.said }) });
    }
    return reply(statement, args, { at, now });
  }

  function reply(stmt: string, args: readonly unknown[], moment: Moment): unknown {
    if (/information_schema\.tables/.test(stmt)) return result([['BASE TABLE', null, 'id', false]]);
    if (/key_column_usage/.test(stmt)) return result([['id']]);
    if (/information_schema\.columns/.test(stmt)) {
      const time = 'timestamp with time zone';
      return result([
        ['id', 'text', 'NO', 'NEVER', null, { name: 'id', path: [] }],
        ['inserted', time, 'YES', 'NEVER', null, { name: 'inserted', path: [] }],
        ['changed', time, 'YES', 'NEVER', null, { name: 'changed', path: [] }],
        ['text', 'text', 'YES', 'NEVER', null, { name: 'text', path: [] }],
      ]);
    }
    const by = /"changed" >=/.test(stmt) ? 'changed' : 'inserted';
    const from = /^SELECT id/.test(stmt) ? Date.parse(String(args[0])) : null;
    const found = shown(moment.at, by).filter((row) =>
      from === null ? isIn(row[by], moment) : row.inserted >= from,
    );
    if (/^SELECT count/.test(stmt)) return result([[found.length]], [10]);
    if (/^SELECT "id", "(inserted|changed)" FROM/.test(stmt)) {
      return result(
        found.map((row) => [row.id, row[by]]),
        [4, 11],
        ['id', by],
      );
    }
    const columns = ['id', 'inserted', 'changed', 'text'];
    return result(
      found.map((row) => [row.id, row.inserted, row.changed, text]),
      [4, 11, 11, 4],
      columns,
    );
  }

  const input = {
    cluster_id: clusterId,
    table: 'doc.t',
    look_back_hours: String(hours),
  };
  const mustFail = ({ at }: Moment) => isTrouble(at);
  const common = { live, answer, mustFail, ...(isWide ? { fitting: SURELY } : {}) };
  return { rows, hours, isWide, shown, isIn, input, common };
}

function result(rows: unknown[][], types: number[] = [], columns: string[] = []) {
  const [first = []] = rows;
  return {
    cols: columns.length > 0 ? columns : first.map((_, index) => `c${index}`),
    col_types: types.length > 0 ? types : first.map(() => 4),
    rows,
    rowcount: rows.length,
  };
}

type World = ReturnType<typeof rowsOf>;

/** Rows that a Zap must have told whatever became of its polls: those that stood in the window all the time. */
const inserted = ({ rows, hours, isWide }: World, since: number, { now }: Moment) =>
  (isWide ? [] : rows)
    .filter(({ deleted }) => deleted === Number.POSITIVE_INFINITY)
    .filter((row) => row.inserted > since && row.visible < row.inserted + HOUR / 60)
    .filter((row) => row.inserted > now - (hours * HOUR) / 2)
    .filter((row) => row.visible < now - 2 * 60_000)
    .map(({ id }) => id);

export const newRow: Scenario = {
  kind: 'whole',
  identity: 'row_key',
  world(random, start) {
    const table = rowsOf(random, start);
    const due = (moment: Moment): Due[] =>
      table
        .shown(moment.at, 'inserted')
        .filter((row) => table.isIn(row.inserted, moment))
        .map(({ id }) => ({ truth: id, id }));
    return {
      input: { ...table.input, time_column: 'inserted' },
      ...table.common,
      due,
      truthOf: (item) => String(item.column_id),
      mustHaveTold: (since, moment) => inserted(table, since, moment),
    };
  },
};

export const newOrUpdatedRow: Scenario = {
  kind: 'whole',
  identity: 'change_key',
  world(random, start) {
    const table = rowsOf(random, start);
    const keyOf = (id: string, changed: number) => `${told(changed)}:${id}`;
    return {
      input: { ...table.input, time_column: 'changed' },
      ...table.common,
      due: (moment) =>
        table
          .shown(moment.at, 'changed')
          .filter((row) => table.isIn(row.changed, moment))
          .map(({ id, changed }) => ({ truth: keyOf(id, changed), id: keyOf(id, changed) })),
      truthOf: (item) => `${String(item.column_changed)}:${String(item.column_id)}`,
    };
  },
};

export const newRowFromQuery: Scenario = {
  kind: 'whole',
  identity: 'row_key',
  world(random, start) {
    const table = rowsOf(random, start);
    return {
      input: {
        cluster_id: table.input.cluster_id,
        look_back_hours: table.input.look_back_hours,
        statement: 'SELECT id, inserted, changed, text FROM "doc"."t" WHERE inserted >= $1',
        identity_columns: ['id'],
      },
      ...table.common,
      due: (moment) =>
        table
          .shown(moment.at, 'inserted')
          .filter((row) => row.inserted >= moment.now - table.hours * HOUR)
          .map(({ id }) => ({ truth: id, id })),
      truthOf: (item) => String(item.column_id),
      mustHaveTold: (since, moment) => inserted(table, since, moment),
    };
  },
};
