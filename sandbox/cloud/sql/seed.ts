import type { SqlContext, SqlTable } from './types.ts';

const HOUR = 60 * 60 * 1000;
/** Beyond 2^53: a client that reads it as a double gets another number. */
const BIG = 9_007_199_254_740_993n;

const SENSORS = ['boiler', 'outdoor', 'cold-store', 'server-room'];

/** What every cluster holds at first: small, and the same in every world but for its times. */
export const SEED_TABLES = [
  {
    statement: `CREATE TABLE doc.sensor_readings (
      id TEXT PRIMARY KEY, ts TIMESTAMP WITH TIME ZONE, sensor TEXT, value DOUBLE PRECISION,
      big BIGINT, tags ARRAY(TEXT), payload OBJECT(DYNAMIC), active BOOLEAN
    ) CLUSTERED INTO 4 SHARDS`,
    insert: 'INSERT INTO doc.sensor_readings VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    rows: sensorReadings,
  },
  {
    statement: `CREATE TABLE doc.orders (
      customer TEXT, number INTEGER, placed_at TIMESTAMP WITH TIME ZONE, status TEXT,
      total DOUBLE PRECISION, PRIMARY KEY (customer, number)
    ) CLUSTERED INTO 4 SHARDS`,
    insert: 'INSERT INTO doc.orders VALUES (?, ?, ?, ?, ?)',
    rows: orders,
  },
];

/** The tables of a cluster that has not been asked yet. */
export const SEED_SPACE: SqlTable[] = ['sensor_readings', 'orders'].map((name) => ({
  schema: 'doc',
  name,
  shards: 4,
  replicas: '0-1',
  partitions: [{ ident: '', docs: 0, bytes: 0 }],
}));

/** Twenty readings, one per hour, the last at the hour before now. */
function sensorReadings({ now }: SqlContext): unknown[][] {
  const last = Math.floor(now.getTime() / HOUR) * HOUR;
  return Array.from({ length: 20 }, (_, i) => {
    const sensor = SENSORS[i % SENSORS.length];
    return [
      `reading-${String(i + 1).padStart(2, '0')}`,
      last - (19 - i) * HOUR,
      sensor,
      // One without a value, as real tables have them.
      i === 7 ? null : Math.round((18 + 6 * Math.sin(i / 3)) * 100) / 100,
      i === 4 ? BIG : i * 1000,
      i % 5 === 0 ? [] : [sensor, i % 2 === 0 ? 'even' : 'odd'],
      { unit: 'C', battery: 100 - i, location: { floor: i % 3, room: `R${i % 4}` } },
      i % 6 !== 5,
    ];
  });
}

function orders({ now }: SqlContext): unknown[][] {
  const statuses = ['open', 'paid', 'shipped'];
  return Array.from({ length: 8 }, (_, i) => [
    i % 2 === 0 ? 'Acme' : 'Globex',
    1 + Math.floor(i / 2),
    now.getTime() - (8 - i) * 6 * HOUR,
    statuses[i % statuses.length],
    Math.round((i + 1) * 1999) / 100,
  ]);
}
