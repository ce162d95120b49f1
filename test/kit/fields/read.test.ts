import fc from 'fast-check';
import { Refusal } from '../../../src/kit/errors.ts';
import { type InputField, readInput } from '../../../src/kit/fields/read.ts';
import { toZapierField } from '../../../src/kit/fields/zapier-field.ts';

const fields = [
  { key: 'name', label: 'Name', required: true },
  { key: 'note', label: 'Note', type: 'text' },
  { key: 'nodes', label: 'Nodes', type: 'integer', min: 1, max: 9 },
  { key: 'limit', label: 'Limit', type: 'number', default: '80' },
  { key: 'preview', label: 'Preview', type: 'boolean', default: 'false' },
  {
    key: 'kind',
    label: 'Kind',
    choices: { day: 'Once a Day', hour: 'Once an Hour' },
    default: 'day',
  },
  { key: 'tags', label: 'Tags', list: true },
  { key: 'at', label: 'At', type: 'datetime' },
  { key: 'warning', label: 'Warning', type: 'copy', helpText: 'Beware.' },
] as const satisfies readonly InputField[];

const NOTHING = {
  name: 'a',
  note: undefined,
  nodes: undefined,
  limit: 80,
  preview: false,
  kind: 'day',
  tags: [],
  at: undefined,
};

test.each([undefined, null, '', '  ', [], '\u200b', ['', null, '\ufeff']])(
  '%j is like not filled in',
  (blank) => {
    const given = {
      note: blank,
      nodes: blank,
      limit: blank,
      preview: blank,
      kind: blank,
      tags: blank,
      at: blank,
    };
    expect(readInput(fields, { name: 'a', ...given })).toEqual(NOTHING);
  },
);

test('values are read by type, also from text', () => {
  expect(
    readInput(fields, {
      name: ' weather ',
      nodes: '3',
      limit: 82.5,
      preview: 'Yes',
      kind: 'once an hour',
      tags: ['a', '', null, 'b'],
      at: '2026-03-02T10:00:00+01:00',
      unknown: 1,
    }),
  ).toEqual({
    name: 'weather',
    note: undefined,
    nodes: 3,
    limit: 82.5,
    preview: true,
    kind: 'hour',
    tags: ['a', 'b'],
    at: '2026-03-02T09:00:00.000Z',
  });
});

test.each([
  ['x', ['x']],
  ['x,y', ['x', 'y']],
  ['x, y,\n z,', ['x', 'y', 'z']],
  [
    ['x,y', 'z'],
    ['x', 'y', 'z'],
  ],
  ['["x", "y,z"]', ['x', 'y,z']],
  [
    ['["x"]', 'y'],
    ['x', 'y'],
  ],
  ['[x', ['[x']],
  ['doc."a,b",doc.c', ['doc."a,b"', 'doc.c']],
  ['5" disk,x', ['5" disk', 'x']],
  [7, ['7']],
])('a list takes %j', (given, tags) => {
  expect(readInput(fields, { name: 'a', tags: given }).tags).toEqual(tags);
});

test('a list is the same however it was written', () => {
  const words = fc.array(fc.stringMatching(/^[A-Za-z][\w.-]{0,12}$/), { minLength: 1 });
  fc.assert(
    fc.property(words, (list) => {
      const written = [list, list.join(','), list.join(' , '), list.join('\n'), [list.join(', ')]];
      for (const given of [...written, JSON.stringify(list), [JSON.stringify(list)]]) {
        expect(readInput(fields, { name: 'a', tags: given }).tags).toEqual(list);
      }
    }),
  );
});

test('a hundred thousand commas take no time', () => {
  const given = `${'"a,",'.repeat(100_000)}"`;
  expect(readInput(fields, { name: 'a', tags: given }).tags).toHaveLength(100_001);
});

test('a list of one does for a single value', () => {
  expect(readInput(fields, { name: ['', 'a'], nodes: ['3'] })).toMatchObject({
    name: 'a',
    nodes: 3,
  });
  expect(() => readInput(fields, { name: ['a', 'b'] })).toThrow('“Name” must be text');
});

test.each(['Denied', 'off', '0', 0, 1, '1', 'on', 'y', 'N/A', 'truee', '0.0', {}, ['yes', 'yes']])(
  'a switch is not moved by %j',
  (preview) => {
    expect(() => readInput(fields, { name: 'a', preview })).toThrow('“Preview” must be Yes or No');
  },
);

test.each([
  ['YES', true],
  [' yes\u200b', true],
  ['True', true],
  [true, true],
  ['No', false],
  ['FALSE', false],
  [false, false],
])('a switch is moved by %j', (preview, on) => {
  expect(readInput(fields, { name: 'a', preview }).preview).toBe(on);
});

test.each([
  ['required and blank', { name: ' ' }, '“Name” is empty'],
  ['no number', { name: 'a', nodes: 'three' }, '“Nodes” must be a number, but is “three”'],
  ['no whole number', { name: 'a', nodes: 1.5 }, '“Nodes” must be a whole number, but is 1.5'],
  ['too large', { name: 'a', nodes: 10 }, '“Nodes” must be from 1 to 9, but is 10'],
  ['no flag', { name: 'a', preview: 'maybe' }, '“Preview” must be Yes or No, but is “maybe”'],
  ['no choice', { name: 'a', kind: 'week' }, '“Kind” cannot be “week”'],
  ['no date', { name: 'a', at: 'soon' }, '“At” must be a date and time, but is “soon”'],
  ['an object for text', { name: {} }, '“Name” must be text'],
])('%s is refused in a sentence', (_name, input, message) => {
  expect(() => readInput(fields, input)).toThrow(message);
});

test('whatever is mapped, it is read or refused', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...fields.map((field) => field.key)), fc.anything()),
      (input) => {
        try {
          const read = readInput(fields, input);
          expect(typeof read.name).toBe('string');
          expect(['day', 'hour']).toContain(read.kind);
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
          expect((error as Refusal).message.length).toBeLessThan(160);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('Zapier is told text for numbers, times and switches, and neither bounds nor units', () => {
  const storage = { key: 'gib', label: 'Storage', type: 'number', unit: 'GiB', min: 1 } as const;
  expect(toZapierField(storage)).toEqual({ key: 'gib', label: 'Storage', type: 'string' });
  expect(toZapierField(fields[4])).toEqual({
    key: 'preview',
    label: 'Preview',
    type: 'string',
    choices: { true: 'Yes', false: 'No' },
    default: 'false',
  });
  expect(fields.map((field) => toZapierField(field))).toMatchObject(
    ['string', 'text', 'string', 'string', 'string', 'string', 'string', 'string', 'copy'].map(
      (type) => ({ type }),
    ),
  );
});

describe('lists of numbers', () => {
  const limits = {
    key: 'limits',
    label: 'Limits',
    type: 'number',
    list: true,
    unit: ['%', 'shards'],
  };
  const read = (given: unknown) => readInput([limits as InputField], { limits: given }).limits;

  test.each<[unknown, number[]]>([
    ['80, 95', [80, 95]],
    ['80,95', [80, 95]],
    ['80; 95', [80, 95]],
    ['80 % and 95 %', [80, 95]],
    ['1,000', [1000]],
    ['800 shards', [800]],
    [
      ['1,000', '80,95'],
      [1000, 80, 95],
    ],
    ['[80, 95]', [80, 95]],
    ['80\n95', [80, 95]],
    [
      [80, 95],
      [80, 95],
    ],
  ])('%j', (given, numbers) => {
    expect(read(given)).toEqual(numbers);
  });

  test.each(['80,100', '1,200,300'])(
    '%s could be one number or several, and is refused',
    (given) => {
      expect(() => read(given)).toThrow('can be one number or several');
    },
  );
});

test('a list whose items have their places keeps blank ones and commas inside', () => {
  const values = { key: 'values', label: 'Values', list: true, places: true } as const;
  const read = (given: unknown) => readInput([values], { values: given }).values;
  expect(read(['1', '', '3'])).toEqual(['1', '', '3']);
  expect(read(['1,024 GiB', null])).toEqual(['1,024 GiB', '']);
  expect(read('1,2,,4')).toEqual(['1', '2', '', '4']);
  expect(read(['1,2'])).toEqual(['1', '2']);
  expect([read(''), read(undefined), read(['', ''])]).toEqual([[], [], []]);
});

test('a choice is found by its label without what explains it', () => {
  const metric = { key: 'metric', label: 'Metric', choices: { cpu: 'CPU (%)', load: 'Load' } };
  expect(readInput([metric], { metric: 'cpu' }).metric).toBe('cpu');
  expect(readInput([{ ...metric, choices: { a: 'CPU (%)' } }], { metric: 'CPU' }).metric).toBe('a');
  const two = { ...metric, choices: { a: 'CPU (%)', b: 'CPU (Cores)' } };
  expect(() => readInput([two], { metric: 'CPU' })).toThrow('cannot be “CPU”');
});

test('of an open choice, other texts are taken as they are', () => {
  const open = {
    key: 'at',
    label: 'At',
    choices: { '7 days': 'Last 7 Days' },
    open: true,
  } as const;
  expect(readInput([open], { at: 'last 7 days' }).at).toBe('7 days');
  expect(readInput([open], { at: ' yesterday ' }).at).toBe('yesterday');
  expect(toZapierField(open)).not.toHaveProperty('open');
});

describe('line items', () => {
  const children = [
    { key: 'cidr', label: 'CIDR', required: true },
    { key: 'note', label: 'Note' },
  ] as const;
  const field = { key: 'ranges', label: 'Ranges', children } as const;
  const read = (ranges: unknown, required = false) =>
    readInput([{ ...field, required }], { ranges }).ranges;

  test('are read one by one, those that are blank in all fields left out', () => {
    expect(read([{ cidr: 'a' }, { cidr: '', note: null }, { cidr: 'b', note: ' c ' }])).toEqual([
      { cidr: 'a', note: undefined },
      { cidr: 'b', note: 'c' },
    ]);
    expect(read('[{"cidr": "a"}]')).toEqual([{ cidr: 'a', note: undefined }]);
    expect([read(undefined), read(''), read([null])]).toEqual([[], [], []]);
  });

  test('are refused where one is none, or lacks what it needs, or all are missing', () => {
    for (const odd of ['a', ['a'], [5]]) expect(() => read(odd)).toThrow('must be line items');
    expect(() => read([{ note: 'x' }])).toThrow('“CIDR” is empty');
    expect(() => read([{ cidr: '' }], true)).toThrow('“Ranges” is empty');
    expect(read([{ cidr: 'a' }], true)).toHaveLength(1);
  });
});

describe('bounds', () => {
  const read = (given: unknown, over: object) =>
    readInput([{ key: 'n', label: 'N', type: 'number', ...over } as InputField], { n: given }).n;

  test('belong to what is allowed', () => {
    const range = { min: 1, max: 5 };
    expect([read('1', range), read('5', range)]).toEqual([1, 5]);
    for (const given of ['0.99', '5.01']) {
      expect(() => read(given, range)).toThrow(`“N” must be from 1 to 5, but is ${given}`);
    }
    expect(() => read(0, { min: 1 })).toThrow('“N” must be 1 or more, but is 0');
    expect(read('-1e9'.slice(0, 2), {})).toBe(-1);
  });

  test('are told with the units that are understood', () => {
    expect(() => read('x', { unit: 'GiB' })).toThrow('“N” must be a number (GiB), but is “x”');
    expect(() => read('x', { unit: ['%', 'GiB'] })).toThrow('a number (% or GiB)');
    expect(() => read('x', {})).toThrow('“N” must be a number, but is “x”');
    expect(() => read(Number.NaN, {})).toThrow('must be a number');
    expect(() => read('1.5', { type: 'integer' })).toThrow(
      '“N” must be a whole number, but is 1.5',
    );
  });
});

test('what is shown of a value that is refused is at most 40 characters of it', () => {
  const read = (at: unknown) => readInput([{ key: 'at', label: 'At', type: 'boolean' }], { at });
  expect(() => read('x'.repeat(40))).toThrow(`but is “${'x'.repeat(40)}”`);
  expect(() => read('x'.repeat(41))).toThrow(`but is “${'x'.repeat(40)}…”`);
  expect(() => read({ a: 1 })).toThrow('but is “a list or object”');
});

test('a text is trimmed unless what is around it counts, and an address is read out of it', () => {
  const read = (over: object, value: unknown) =>
    readInput([{ key: 'a', label: 'A', ...over } as InputField], { a: value }).a;
  expect(read({}, ' a ')).toBe('a');
  expect(read({ exact: true }, ' a ')).toBe(' a ');
  expect(read({ address: true }, 'Ada <ada@example.com>')).toBe('ada@example.com');
  expect(read({}, 'Ada <ada@example.com>')).toBe('Ada <ada@example.com>');
  expect([read({}, 5), read({}, false)]).toEqual(['5', 'false']);
  expect(read({}, ['', 'one'])).toBe('one');
  for (const value of [['a', 'b'], { a: 1 }]) {
    expect(() => read({}, value)).toThrow('“A” must be text');
  }
});

test('a list that is blank has its default, or is refused where it is required', () => {
  const read = (over: object, value?: unknown) =>
    readInput([{ key: 'a', label: 'A', list: true, ...over } as InputField], { a: value }).a;
  expect(read({ default: 'x' })).toEqual(['x']);
  expect(read({ default: 'x' }, 'a, ,b')).toEqual(['a', 'b']);
  expect(read({})).toEqual([]);
  expect(() => read({ required: true }, ',')).toThrow('“A” is empty');
});

test('a text of the form is no input, whatever is sent for it', () => {
  const copy = { key: 'warning', label: 'Warning', type: 'copy' } as const;
  expect(Object.keys(readInput([copy], { warning: 'x' }))).toEqual([]);
});
