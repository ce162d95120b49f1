/** Fields and outputs made from a table's columns, through Zapier's own ways in. */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

const ORDERS = { cluster_id: 'weather-prod', table: 'doc.orders' };

let zapier: Zapier;

beforeAll(async () => {
  zapier = await openZapier(await newCloud());
});

type Field = { key: string; label: string; type: string; required?: boolean; list?: boolean };

const fields = (input: object) =>
  zapier.fields('searches', 'find_row', { ...input }) as unknown as Promise<Field[]>;

const outputs = (input: object) =>
  zapier.step('searches.find_row.operation.outputFields', { inputData: { ...input } }) as Promise<
    Field[]
  >;

const columnsIn = (of: Field[]) =>
  of.map(({ key }) => key).filter((key) => key.startsWith('column_'));

test('a form asks for a value of each column as soon as cluster and table are chosen', async () => {
  expect(columnsIn(await fields({}))).toEqual([]);
  expect(columnsIn(await fields({ cluster_id: 'weather-prod' }))).toEqual([]);
  const shown = await fields(ORDERS);
  expect(shown.map(({ key }) => key)).toEqual([
    'cluster_id',
    'schema',
    'table',
    'column_customer',
    'column_number',
    'column_placed_at',
    'column_status',
    'column_total',
    'order_column',
    'order_direction',
  ]);
  expect(shown.find(({ key }) => key === 'column_number')).toMatchObject({
    label: 'number',
    type: 'string',
  });
});

test('objects and arrays are not looked for, parts of objects are', async () => {
  const keys = columnsIn(await fields({ cluster_id: 'weather-prod', table: 'sensor_readings' }));
  expect(keys).toContain('column_payloadZ2eZunit');
  expect(keys).not.toContain('column_payload');
  expect(keys).not.toContain('column_tags');
});

test('what is given has a field for each column, of its type', async () => {
  const shown = await outputs({ cluster_id: 'weather-prod', table: 'doc.sensor_readings' });
  const types = Object.fromEntries(shown.map(({ key, type }) => [key, type]));
  expect(types).toMatchObject({
    row_key: 'string',
    column_ts: 'datetime',
    column_value: 'number',
    column_big: 'string',
    column_active: 'boolean',
    column_payloadZ2eZlocationZ2eZroom: 'string',
  });
});

test('exact numbers keep their digits, objects are flat and whole', async () => {
  const [row] = (await zapier.search('find_row', {
    cluster_id: 'weather-prod',
    table: 'doc.sensor_readings',
    column_id: 'reading-05',
  })) as Record<string, unknown>[];
  expect(row).toMatchObject({
    row_key: 'reading-05',
    column_big: '9007199254740993',
    column_payloadZ2eZlocationZ2eZroom: 'R0',
    column_tags: ['boiler', 'even'],
  });
  expect(JSON.parse(String(row?.column_payload))).toEqual({
    unit: 'C',
    battery: 96,
    location: { floor: 1, room: 'R0' },
  });
});

test.each([
  [{}, 'no column has a value to look for'],
  [{ column_number: '1.7' }, '“number” has a fraction'],
  [{ column_gone: 'x' }, 'has no column “gone” any more'],
  [{ column_status: 'x', order_column: 'nope' }, 'has no column to order by named “nope”'],
])('what cannot be looked for is refused: %j', async (input, why) => {
  await expect(zapier.search('find_row', { ...ORDERS, ...input })).rejects.toMatchObject({
    message: expect.stringContaining(why),
  });
});

test('a table that is not there is an error that names what there is, and no empty result', async () => {
  const search = zapier.search('find_row', { ...ORDERS, table: 'doc.nope', column_a: '1' });
  await expect(search).rejects.toMatchObject({
    message: expect.stringMatching(
      /no table “doc.nope” .*There are: doc.orders, doc.sensor_readings/,
    ),
  });
});

test('what was just written is found by its new values, and not by its old ones', async () => {
  const key = { column_customer: 'Acme', column_number: '2' };
  const status = async (text: string, by = 'find_row') =>
    (await zapier.search(by, {
      ...ORDERS,
      ...(by === 'find_row' ? { column_status: text } : {}),
      ...(by === 'find_row' ? {} : { conditions: [{ column: 'status', value: text }] }),
    })) as Record<string, unknown>[];
  await zapier.create('upsert_row', { ...ORDERS, ...key, column_status: 'one' });
  expect(await status('one')).toMatchObject([{ column_number: 2 }]);
  await zapier.create('upsert_row', { ...ORDERS, ...key, column_status: 'two' });
  expect(await status('one')).toEqual([]);
  expect(await status('two')).toMatchObject([{ column_number: 2, column_status: 'two' }]);
  await zapier.create('upsert_row', { ...ORDERS, ...key, column_status: 'three' });
  expect(await status('two', 'find_rows')).toEqual([]);
  expect(await status('three', 'find_rows')).toMatchObject([{ count: 1 }]);
});

test('a row that is not there is an empty result', async () => {
  expect(await zapier.search('find_row', { ...ORDERS, column_customer: 'Nobody' })).toEqual([]);
});

test('of several rows the first by the chosen order is given', async () => {
  const found = (await zapier.search('find_row', {
    ...ORDERS,
    column_customer: 'Acme',
    order_column: 'total',
  })) as Record<string, unknown>[];
  expect(found.map((row) => row.column_number)).toEqual([4, 3, 2, 1]);
});
