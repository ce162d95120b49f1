/** Keys that are a part of an object: told alike, and found again, whatever type they have and however they are given. */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

type Item = Record<string, unknown>;

const CLUSTER = { cluster_id: 'weather-prod' };

let zapier: Zapier;

beforeAll(async () => {
  zapier = await openZapier(await newCloud());
});

const json = (rows: object[]) => ({ rows_json: JSON.stringify(rows) });

const all = async (table: object): Promise<Item[]> => {
  const [found] = (await zapier.search('find_rows', { ...table })) as Item[];
  return (found?.rows ?? []) as Item[];
};

type Kind = {
  type: string;
  /** Two values as text, and what the key is then. */
  values: [string, string];
  keys: [string, string];
  /** The first as JSON has it, where that is no text. */
  asJson?: string;
};

const KINDS: Kind[] = [
  { type: 'TEXT', values: ['a', 'b'], keys: ['a', 'b'] },
  { type: 'INTEGER', values: ['1', '2'], keys: ['1', '2'], asJson: '1' },
  {
    type: 'BIGINT',
    values: ['9007199254740993', '-9223372036854775807'],
    keys: ['9007199254740993', '-9223372036854775807'],
    asJson: '9007199254740993',
  },
  {
    type: 'NUMERIC(20, 4)',
    values: ['1234567890123456.5', '0.1'],
    keys: ['1234567890123456.5000', '0.1000'],
    asJson: '1234567890123456.5',
  },
  {
    type: 'NUMERIC(38, 10)',
    values: ['0', '0.0000000001'],
    keys: ['0.0000000000', '0.0000000001'],
  },
  { type: 'DOUBLE PRECISION', values: ['1.5', '1e300'], keys: ['1.5', '1e+300'], asJson: '1.5' },
  { type: 'REAL', values: ['0.1', '16777217'], keys: ['0.1', '16777216'] },
  { type: 'BOOLEAN', values: ['true', 'false'], keys: ['true', 'false'], asJson: 'true' },
  {
    type: 'TIMESTAMP WITH TIME ZONE',
    values: ['2026-03-02T09:00:00+02:00', '2026-03-03'],
    keys: ['2026-03-02T07:00:00.000Z', '2026-03-03T00:00:00.000Z'],
  },
  {
    type: 'TIMESTAMP WITHOUT TIME ZONE',
    values: ['2026-03-02T09:00:00', '2026-03-03'],
    keys: ['2026-03-02T09:00:00.000', '2026-03-03T00:00:00.000'],
  },
  { type: 'IP', values: ['10.0.0.1', '2001:db8:0:0::1'], keys: ['10.0.0.1', '2001:db8::1'] },
  { type: 'CHARACTER(4)', values: ['ab', 'abcd'], keys: ['ab  ', 'abcd'] },
  { type: 'BIT(4)', values: ['1010', '0101'], keys: ['1010', '0101'] },
  {
    type: 'UUID',
    values: ['123E4567-E89B-12D3-A456-426614174000', '00000000-0000-0000-0000-000000000001'],
    keys: ['123e4567-e89b-12d3-a456-426614174000', '00000000-0000-0000-0000-000000000001'],
  },
];

describe.each(KINDS)('$type', ({ type, values, keys, asJson }) => {
  const name = `o${KINDS.findIndex((one) => one.type === type)}`;
  const table = { ...CLUSTER, table: `doc.${name}` };
  const field = (value: string) => ({ column_oZ2eZk: value });

  beforeAll(async () => {
    await zapier.create('run_statement', {
      ...CLUSTER,
      statement: `CREATE TABLE doc.${name} (o OBJECT AS (k ${type}, x TEXT), v TEXT, PRIMARY KEY (o['k']))`,
    });
  });

  const find = async (value: string) =>
    ((await zapier.search('find_row_by_key', { ...table, ...field(value) })) as Item[]).map(
      ({ row_key, column_v }) => [row_key, column_v],
    );

  test('a part that is a key', async () => {
    const [first, second] = values;
    const made = await zapier.create('create_row', { ...table, ...field(first), column_v: 'a' });
    expect(made.row_key).toBe(keys[0]);
    const many = await zapier.create('create_rows', {
      ...table,
      ...json([
        { 'o.k': second, v: 'a' },
        { 'o.k': first, v: 'b' },
      ]),
    });
    expect(many).toMatchObject({ written_count: 1, failed_count: 1 });
    const [told, twice] = many.results as Item[];
    expect([keys[1], null]).toContain(told?.row_key);
    expect([keys[0], null]).toContain(twice?.row_key);
    expect(twice?.reason).toContain('same primary key');
    expect(await find(first)).toEqual([[keys[0], 'a']]);
    // What a step gives can be given to the next one.
    expect(await find(keys[1])).toEqual([[keys[1], 'a']]);
    expect((await all(table)).map(({ row_key }) => row_key).sort()).toEqual([...keys].sort());

    const upsert = await zapier.create('upsert_row', { ...table, ...field(first), column_v: 'c' });
    expect(upsert).toMatchObject({ outcome: 'updated', row_key: keys[0], column_v: 'c' });
    const update = await zapier.create('update_rows', {
      ...table,
      conditions: [{ column: 'o.k', value: first }],
      column_v: 'd',
    });
    expect(update).toMatchObject({ changed_count: 1, rows: [{ row_key: keys[0] }] });
    expect(await find(first)).toEqual([[keys[0], 'd']]);
    const [found] = (await zapier.search('find_row', { ...table, column_v: 'd' })) as Item[];
    expect(found).toMatchObject({ row_key: keys[0], column_v: 'd' });
    const gone = await zapier.create('delete_rows', {
      ...table,
      conditions: [{ column: 'v', value: 'd' }],
      confirm: name,
    });
    expect(gone).toMatchObject({ changed_count: 1, rows: [{ row_key: keys[0] }] });
    expect((await all(table)).map(({ row_key }) => row_key)).toEqual([keys[1]]);
  });

  test('in an object that is given as a whole', async () => {
    const [first] = values;
    const k = asJson ?? JSON.stringify(first);
    const whole = (x: string) => ({ ...table, column_o: `{"k": ${k}, "x": "${x}"}`, column_v: x });
    expect(await zapier.create('upsert_row', whole('e'))).toMatchObject({
      outcome: 'created',
      row_key: keys[0],
    });
    expect(await zapier.create('upsert_row', whole('f'))).toMatchObject({
      outcome: 'updated',
      row_key: keys[0],
      column_oZ2eZx: 'f',
    });
    const many = await zapier.create('create_rows', {
      ...table,
      if_exists: 'update',
      rows_json: `[{"o": {"k": ${k}, "x": "g"}, "v": "g"}]`,
    });
    expect(many).toMatchObject({ written_count: 1, failed_count: 0 });
    expect([keys[0], null]).toContain((many.results as Item[])[0]?.row_key);
    expect(await find(first)).toEqual([[keys[0], 'g']]);
  });
});
