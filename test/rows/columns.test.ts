/** A column of each kind: its field in a form, how it is given alone and in line items, and what it is compared with. */
import app from '../../index.ts';
import type { Zapier } from '../../sandbox/zapier/index.ts';
import { keyForName } from '../../src/kit/fields/dynamic.ts';
import { appHandlerFor, openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

type Item = Record<string, unknown>;

/** Comparisons that a column takes: of none it is no column, of `null` it is only asked whether there is a value. */
type Compared = 'none' | 'null' | 'equals' | 'ranks' | 'texts';

type Kind = {
  /** `o.n` is a part of `o`, declared in it. */
  name: string;
  sql?: string;
  /** In the JSON of a row; without it the database or the whole object says it. */
  written?: unknown;
  /** As it is given by a search for one row; in line items the same, unless there is a `line`. */
  given: unknown;
  line?: unknown;
  /** Of a row in which it is empty; null unless there is one. */
  empty?: unknown;
  compared: Compared;
  /** The field that writes it. */
  form: 'one' | 'long' | 'several' | 'several long' | 'choice' | 'none';
  /** The type of the output, and of the one in line items where that is another. */
  output: string;
  lineOutput?: string;
  required?: true;
};

const AT = '2026-03-02T09:00:00.000Z';
const LOCAL = '2026-03-02T09:00:00.000';
const MS = Date.parse(AT);
const BIG = '9007199254740993';
const UUID = '123e4567-e89b-12d3-a456-426614174000';

const O = { n: 5, at: AT, local: LOCAL, list: [1, 2], deep: { p: [1, 2] } };
const O_KEPT = JSON.stringify({ ...O, at: MS, local: MS });
const ITEMS = [{ name: 'n', count: 3, tags: ['x', 'y'], within: { at: AT } }, { name: 'm' }];
const ITEMS_KEPT = JSON.stringify([
  { name: 'n', count: 3, tags: ['x', 'y'], within: { at: MS } },
  { name: 'm' },
]);
const LINES = [
  {
    name: 'n',
    count: '3',
    tags: '["x","y"]',
    within: `{"at":${MS}}`,
    [partOf('within.at')]: AT,
  },
  { name: 'm', count: null, tags: null, within: null, [partOf('within.at')]: null },
];

// biome-ignore format: a table is read line by line
const KINDS: Kind[] = [
  { name: 'id', sql: 'INTEGER PRIMARY KEY', written: 1, given: 1, empty: 2, compared: 'ranks', form: 'one', output: 'integer', required: true },
  { name: 'words', sql: 'TEXT NOT NULL', written: 'a', given: 'a', empty: 'e', compared: 'texts', form: 'long', output: 'string', required: true },
  { name: 'short', sql: 'VARCHAR(5)', written: 'b', given: 'b', compared: 'texts', form: 'one', output: 'string' },
  { name: 'flag', sql: 'BOOLEAN', written: true, given: true, compared: 'ranks', form: 'choice', output: 'boolean' },
  { name: 'small', sql: 'SMALLINT', written: 7, given: 7, compared: 'ranks', form: 'one', output: 'integer' },
  { name: 'big', sql: 'BIGINT', written: BIG, given: BIG, compared: 'ranks', form: 'one', output: 'string' },
  { name: 'real', sql: 'REAL', written: 1.5, given: 1.5, compared: 'ranks', form: 'one', output: 'number' },
  { name: 'double', sql: 'DOUBLE PRECISION', written: 2.5, given: 2.5, compared: 'ranks', form: 'one', output: 'number' },
  { name: 'money', sql: 'NUMERIC(18, 4)', written: '1.2345', given: '1.2345', compared: 'ranks', form: 'one', output: 'string' },
  { name: 'at', sql: 'TIMESTAMP WITH TIME ZONE', written: AT, given: AT, compared: 'ranks', form: 'one', output: 'datetime' },
  { name: 'local', sql: 'TIMESTAMP WITHOUT TIME ZONE', written: LOCAL, given: LOCAL, compared: 'ranks', form: 'one', output: 'string' },
  { name: 'address', sql: 'IP', written: '10.0.0.1', given: '10.0.0.1', compared: 'ranks', form: 'one', output: 'string' },
  { name: 'bits', sql: 'BIT(4)', written: '1010', given: '1010', compared: 'equals', form: 'one', output: 'string' },
  { name: 'uuid', sql: 'UUID', written: UUID, given: UUID, compared: 'equals', form: 'one', output: 'string' },
  { name: 'point', sql: 'GEO_POINT', written: [9.74, 47.41], given: 'POINT (9.74 47.41)', compared: 'null', form: 'one', output: 'string' },
  { name: 'point.longitude', given: 9.74, compared: 'none', form: 'none', output: 'number' },
  { name: 'point.latitude', given: 47.41, compared: 'none', form: 'none', output: 'number' },
  { name: 'shape', sql: 'GEO_SHAPE', written: 'POINT (1 2)', given: '{"coordinates":[1,2],"type":"Point"}', compared: 'null', form: 'long', output: 'string' },
  { name: 'vector', sql: 'FLOAT_VECTOR(2)', written: [1, 2], given: '[1,2]', compared: 'null', form: 'one', output: 'string' },
  { name: 'made', sql: 'INTEGER GENERATED ALWAYS AS id + 1', given: 2, empty: 3, compared: 'ranks', form: 'none', output: 'integer' },
  { name: 'state', sql: "TEXT DEFAULT 'new' NOT NULL", given: 'new', empty: 'new', compared: 'texts', form: 'long', output: 'string' },
  { name: 'o', sql: 'OBJECT AS (n INTEGER NOT NULL, at TIMESTAMP WITH TIME ZONE, local TIMESTAMP WITHOUT TIME ZONE, list ARRAY(INTEGER), deep OBJECT AS (p GEO_POINT))', written: O, given: O_KEPT, empty: '{"n":1}', compared: 'null', form: 'long', output: 'string' },
  { name: 'o.n', given: 5, empty: 1, compared: 'ranks', form: 'one', output: 'integer' },
  { name: 'o.at', given: AT, compared: 'ranks', form: 'one', output: 'datetime' },
  { name: 'o.local', given: LOCAL, compared: 'ranks', form: 'one', output: 'string' },
  { name: 'o.list', given: [1, 2], line: '[1,2]', compared: 'none', form: 'several', output: 'integer', lineOutput: 'string' },
  { name: 'o.deep', given: '{"p":[1,2]}', compared: 'none', form: 'long', output: 'string' },
  { name: 'o.deep.p', given: 'POINT (1 2)', compared: 'none', form: 'one', output: 'string' },
  { name: 'o.deep.p.longitude', given: 1, compared: 'none', form: 'none', output: 'number' },
  { name: 'o.deep.p.latitude', given: 2, compared: 'none', form: 'none', output: 'number' },
  { name: 'loose', sql: 'OBJECT(IGNORED)', written: { a: 1 }, given: '{"a":1}', compared: 'null', form: 'long', output: 'string' },
  { name: 'list', sql: 'ARRAY(TEXT)', written: ['a', 'b'], given: ['a', 'b'], line: '["a","b"]', compared: 'null', form: 'several long', output: 'string' },
  { name: 'bigs', sql: 'ARRAY(BIGINT)', written: [BIG, 1], given: [BIG, '1'], line: `["${BIG}","1"]`, compared: 'null', form: 'several', output: 'string' },
  { name: 'times', sql: 'ARRAY(TIMESTAMP WITH TIME ZONE)', written: [AT], given: [AT], line: `["${AT}"]`, compared: 'null', form: 'several', output: 'datetime', lineOutput: 'string' },
  { name: 'points', sql: 'ARRAY(GEO_POINT)', written: [[1, 2]], given: ['POINT (1 2)'], line: '["POINT (1 2)"]', compared: 'null', form: 'several', output: 'string' },
  { name: 'nested', sql: 'ARRAY(ARRAY(INTEGER))', written: [[1], [2, 3]], given: '[[1],[2,3]]', compared: 'null', form: 'long', output: 'string' },
  { name: 'bags', sql: 'ARRAY(OBJECT(IGNORED))', written: [{ a: 1 }], given: '[{"a":1}]', compared: 'null', form: 'long', output: 'string' },
  // An array of objects is line items of a row, and as JSON in line items.
  { name: 'items', sql: 'ARRAY(OBJECT AS (name TEXT, count BIGINT, tags ARRAY(TEXT), within OBJECT AS (at TIMESTAMP WITH TIME ZONE)))', written: ITEMS, given: LINES, line: ITEMS_KEPT, compared: 'null', form: 'long', output: 'lines', lineOutput: 'string' },
];

/** Of the array of objects alone: as JSON in the same row. */
const ITEMS_JSON = { [keyForName('items.json')]: ITEMS_KEPT };

const COMPARISONS: Record<string, Compared[]> = {
  not_null: ['null', 'equals', 'ranks', 'texts'],
  equals: ['equals', 'ranks', 'texts'],
  differs: ['equals', 'ranks', 'texts'],
  one_of: ['equals', 'ranks', 'texts'],
  at_most: ['ranks', 'texts'],
  at_least: ['ranks', 'texts'],
  contains: ['texts'],
  starts: ['texts'],
};

function partOf(name: string): string {
  return keyForName(name).slice(keyForName('').length);
}

/** Parts of what is in a list are no columns to look for. */
const IN_LIST = { name: 'items.name', given: 'n', compared: 'none' as Compared };

const columns = KINDS.filter(({ name }) => !/\.(longitude|latitude)$/.test(name));
const ofRow = (of: (kind: Kind) => unknown): Item =>
  Object.fromEntries(KINDS.map((kind) => [keyForName(kind.name), of(kind)]));
const TABLE = { cluster_id: 'weather-prod', table: 'doc.kinds' };

let zapier: Zapier;

/** Another Zapier, which has not seen the form: what is filled in comes as it is. */
let open: () => Promise<Zapier>;

const byKey = async (id: string) =>
  (await zapier.search('find_row_by_key', { ...TABLE, column_id: id })) as Item[];

/** Those of the columns alone. */
const cells = (row: Item | undefined) =>
  Object.fromEntries(Object.entries(row ?? {}).filter(([key]) => key.startsWith('column_')));

beforeAll(async () => {
  const { create_row, create_rows, run_statement } = app.creates ?? {};
  const { find_row, find_row_by_key, find_rows } = app.searches ?? {};
  const handler = await appHandlerFor({
    creates: { create_row, create_rows, run_statement },
    searches: { find_row, find_row_by_key, find_rows },
    triggers: { column: app.triggers?.column },
  });
  const cloud = await newCloud();
  open = () => openZapier(cloud, { handler });
  zapier = await open();
  const declared = KINDS.flatMap(({ name, sql }) => (sql ? [`${name} ${sql}`] : []));
  await zapier.create('run_statement', {
    cluster_id: TABLE.cluster_id,
    statement: `CREATE TABLE doc.kinds (${declared.join()})`,
  });
  const full = KINDS.flatMap(({ name, written }) =>
    written === undefined ? [] : [[name, written]],
  );
  const rows = [Object.fromEntries(full), { id: 2, words: 'e', o: { n: 1 } }];
  const made = await zapier.create('create_rows', { ...TABLE, rows_json: JSON.stringify(rows) });
  expect(made).toMatchObject({ written_count: 2, failed_count: 0 });
});

test('a row gives each in its form, and what is empty as null', async () => {
  const [full] = await byKey('1');
  expect(cells(full)).toEqual({ ...ofRow(({ given }) => given), ...ITEMS_JSON });
  const [empty] = await byKey('2');
  const items = { [keyForName('items')]: [], [keyForName('items.json')]: null };
  expect(cells(empty)).toEqual({ ...ofRow((kind) => kind.empty ?? null), ...items });
});

test('line items hold single values', async () => {
  const conditions = [{ column: 'id', comparison: 'at_most', value: '2' }];
  const [found] = (await zapier.search('find_rows', { ...TABLE, conditions })) as {
    rows: Item[];
  }[];
  const lines = (found?.rows ?? []).sort((one, other) =>
    String(one.row_key).localeCompare(String(other.row_key)),
  );
  expect(lines.map(cells)).toEqual([
    ofRow(({ given, line = given }) => line),
    ofRow((kind) => kind.empty ?? null),
  ]);
});

test('what is given has its output', async () => {
  const outputs = async (key: string) =>
    ((await zapier.outputFields('searches', key, TABLE)) as Item[])
      .filter((one) => /^(rows\[\])?column_/.test(String(one.key)))
      .map(({ key: name, type, list = false }) => ({ name, type, list }));
  const plain = KINDS.filter(({ output }) => output !== 'lines').map(({ name, given, output }) => ({
    name: keyForName(name),
    type: output,
    list: Array.isArray(given),
  }));
  const items = keyForName('items');
  const parts = ['name', 'count', 'tags', 'within', 'within.at'].map((part) => ({
    name: `${items}[]${partOf(part)}`,
    type: part === 'within.at' ? 'datetime' : 'string',
    list: false,
  }));
  const json = { name: keyForName('items.json'), type: 'string', list: false };
  expect(await outputs('find_row')).toEqual([...plain, ...parts, json]);
  expect(await outputs('find_rows')).toEqual(
    KINDS.map(({ name, output, lineOutput = output }) => ({
      name: `rows[]${keyForName(name)}`,
      type: lineOutput,
      list: false,
    })),
  );
});

test('a form writes what the database does not calculate, and looks for what is compared', async () => {
  const fields = async (kind: 'creates' | 'searches', key: string) =>
    ((await zapier.fields(kind, key, TABLE)) as Item[])
      .filter((one) => String(one.key).startsWith('column_'))
      .map(({ key: name, type, list, choices, required }) => ({
        name,
        form: choices
          ? 'choice'
          : `${list ? 'several ' : ''}${type === 'text' ? 'long' : ''}`.trim() || 'one',
        required: required === true,
      }));
  const fieldsOf = (kinds: Kind[], needs: boolean) =>
    kinds.map(({ name, form, required }) => ({
      name: keyForName(name),
      form: name === 'made' ? 'one' : form,
      required: needs && required === true,
    }));
  const written = KINDS.filter(({ form }) => form !== 'none');
  expect(await fields('creates', 'create_row')).toEqual(fieldsOf(written, true));
  const sought = KINDS.filter(({ compared }) => !['none', 'null'].includes(compared));
  expect(await fields('searches', 'find_row')).toEqual(fieldsOf(sought, false));
  const listed = (await zapier.dropdown('column', TABLE)) as { id: string }[];
  expect(listed.map(({ id }) => id)).toEqual(sought.map(({ name }) => name));
});

test('what a row gives goes into the fields of another one', async () => {
  const values = KINDS.filter(({ form }) => form !== 'none').map(({ name, given }) => [
    keyForName(name),
    name === 'items' ? ITEMS_KEPT : given,
  ]);
  const row = { ...Object.fromEntries(values), column_id: '3' };
  await zapier.create('create_row', { ...TABLE, ...row });
  const [[one], [other]] = [await byKey('1'), await byKey('3')];
  expect(cells(other)).toEqual({ ...cells(one), column_id: 3, column_made: 4 });
});

test('a list of one is its value, and one value is a list where several are wanted', async () => {
  const [row] = await byKey('1');
  // Line items of a row are several lines.
  const isSingle = ({ name, form }: Kind) => ['one', 'long'].includes(form) && name !== 'items';
  const single = columns.filter(isSingle);
  const lists = single.map(({ name }) => [keyForName(name), [row?.[keyForName(name)]]]);
  const given = { ...Object.fromEntries(lists), column_id: ['4'], column_list: 'a' };
  await zapier.create('create_row', { ...TABLE, ...given });
  const [fourth] = await byKey('4');
  const keys = lists.map(([key]) => String(key));
  const differ = keys.filter((key) => JSON.stringify(fourth?.[key]) !== JSON.stringify(row?.[key]));
  expect(differ).toEqual(['column_id']);
  expect(fourth?.column_list).toEqual(['a']);
});

test('a list that is the only item of a list is the list, unless it can be a value', async () => {
  const given = {
    column_list: ['["a","b"]'],
    column_bigs: [`[${BIG}, 1]`],
    column_points: ['[[1,2],[3,4]]'],
    column_vector: [[1, 2]],
    column_nested: [[[1], [2, 3]]],
    'column_o.list': [[1, 2]],
  };
  const row = { column_id: '60', column_words: 'w', 'column_o.n': 1, ...given };
  await zapier.create('create_row', { ...TABLE, ...row });
  expect(await byKey('60')).toMatchObject([
    {
      column_list: ['["a","b"]'],
      column_bigs: [BIG, '1'],
      column_points: ['POINT (1 2)', 'POINT (3 4)'],
      column_vector: '[1,2]',
      column_nested: '[[1],[2,3]]',
    },
  ]);
  const one = { ...TABLE, column_id: '61', column_words: 'w', 'column_o.n': 1 };
  await zapier.create('create_row', { ...one, column_points: ['[1,2]'], column_nested: ['[4,5]'] });
  expect(await byKey('61')).toMatchObject([
    { column_points: ['POINT (1 2)'], column_nested: '[[4,5]]' },
  ]);
});

test.each<[string, number, unknown, unknown]>([
  ['one value', 10, 'a', ['a']],
  ['one value among nothing', 20, ['', 'a'], ['', 'a']],
  ['a JSON list', 50, '["a", ""]', ['a', '']],
  ['nothing', 30, '', null],
  ['nothing twice', 40, ['', ' '], null],
])('a column of several values is given %s', async (_what, id, given, list) => {
  const zap = await open();
  const [one, other] = [String(id), String(id + 1)];
  const row = { column_words: 'w', column_o: '{"n":1}', column_list: given };
  await zap.create('create_row', { ...TABLE, ...row, column_id: one });
  await zap.create('create_rows', { ...TABLE, row_items: [{ ...row, column_id: other }] });
  const found = [await byKey(one), await byKey(other)].flat();
  expect(found.map(({ column_list }) => column_list)).toEqual([list, list]);
});

test.each([...columns.map(({ name, given, compared }) => ({ name, given, compared })), IN_LIST])(
  'comparing $name: $compared',
  async ({ name, given, compared }) => {
    const value = Array.isArray(given) ? '1' : String(given);
    for (const [comparison, takes] of Object.entries(COMPARISONS)) {
      const conditions = [
        { column: name, comparison, value },
        { column: 'id', value: '1' },
      ];
      const outcome = await zapier.search('find_rows', { ...TABLE, conditions }).then(
        (items) => (items as Item[]).length,
        (error: Error) => error.message,
      );
      const finds = comparison === 'differs' ? 0 : 1;
      if (takes.includes(compared)) expect([comparison, outcome]).toEqual([comparison, finds]);
      else if (compared === 'none') expect(outcome).toMatch(/has no column to compare named “/);
      else expect(outcome).toMatch(/can only be null|no value is less|is no text/);
    }
  },
);
