import fc from 'fast-check';
import {
  called,
  choose,
  closest,
  isNamed,
  knownWords,
  listed,
  named,
  noSuch,
  orNone,
  shorten,
} from '../../src/kit/choose.ts';
import { Refusal } from '../../src/kit/errors.ts';

const items = [
  { id: 'id-1', name: 'Weather', region: 'west' },
  { id: 'id-2', name: 'Twin', region: 'west' },
  { id: 'id-3', name: 'twin', region: 'east' },
  { id: 'id-4', name: null, region: 'east' },
];

const pick = (value: string) => choose(items, value, 'cluster', (item) => item.region);

test('by id, or by exact name without case', () => {
  expect(pick('id-4').id).toBe('id-4');
  expect(pick(' weather ').id).toBe('id-1');
});

test('an ambiguous name is refused with what tells the candidates apart', () => {
  expect(() => pick('TWIN')).toThrow('2 clusters are named “TWIN”');
  try {
    pick('twin');
  } catch (error) {
    expect((error as Refusal).next).toContain('id-2 (west), id-3 (east)');
  }
});

test('many candidates are named as far as there is room, each whole', () => {
  const many = Array.from({ length: 30 }, (_, index) => ({
    id: `${'i'.repeat(36)}${index}`,
    name: 'x',
  }));
  try {
    choose(many, 'x', 'cluster');
    throw new Error('not refused');
  } catch (error) {
    expect((error as Refusal).next).toMatch(
      /^Choose one in the dropdown: i+0 \(x\), i+1 \(x\) and 28 more\.$/,
    );
  }
});

test('each candidate is named once', () => {
  expect(listed(['eu', 'us', 'eu', 'eu'])).toBe('eu, us');
});

test('one thing that a list holds twice is not ambiguous', () => {
  expect(choose([...items, ...items], 'Weather', 'cluster').id).toBe('id-1');
});

test('what does not exist is missing', () => {
  const attempt = () => pick('nothing'.repeat(20));
  expect(attempt).toThrow(Refusal);
  expect(attempt).toThrow(/there is no cluster/);
});

test('of names that differ by case alone the one that is written so is chosen, and each by its id', () => {
  const cases = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(fc.uniqueArray(cases, { minLength: 2, selector: String }), fc.nat(), (all, at) => {
      const alike = all.map((upper, index) => ({
        id: `e1e38d92-0000-48f1-8a70-00000000000${index.toString(16)}`,
        name: [...'orders'].map((one, i) => (upper[i] ? one.toUpperCase() : one)).join(''),
      }));
      const one = alike[at % alike.length] as (typeof alike)[number];
      expect(choose(alike, one.name, 'table')).toBe(one);
      expect(choose(alike, one.id.toUpperCase(), 'table')).toBe(one);
    }),
  );
});

test('of the ways to name a thing the surest counts, and the closest of its texts', () => {
  const things = [
    { id: 'a', names: ['weather', 'Lab'] },
    { id: 'LAB', names: null },
    { id: 'b', names: ['lab\u200b'] },
  ];
  const found = (text: string) =>
    closest(
      things,
      text,
      ({ id }) => id,
      ({ names }) => names,
    ).map(({ id }) => id);
  expect(found('LAB')).toEqual(['LAB']);
  expect(found('lab')).toEqual(['LAB']);
  expect(found('Weather')).toEqual(['a']);
  expect(found('laB\u200b')).toEqual(['LAB']);
  expect(found('nothing')).toEqual([]);
  expect(closest(things, 'lab', ({ names }) => names).map(({ id }) => id)).toEqual(['b']);
  expect(closest(things, 'LAB', ({ names }) => names).map(({ id }) => id)).toEqual(['a', 'b']);
});

describe('what is searched for', () => {
  const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);

  test('is all that has the name, as it is written first', () => {
    expect(ids(named(items, 'twin'))).toEqual(['id-3', 'id-2']);
    expect(ids(named(items, 'Twin'))).toEqual(['id-2', 'id-3']);
    expect(ids(named(items, 'TWIN'))).toEqual(['id-2', 'id-3']);
    expect(named(items, 'id-1')).toEqual([]);
  });

  test('is what has the id, or else the name', () => {
    const odd = [...items, { id: 'id-5', name: 'id-1', region: 'west' }];
    expect(ids(called(odd, 'ID-1'))).toEqual(['id-1']);
    expect(ids(called(odd, 'twin'))).toEqual(['id-3', 'id-2']);
  });

  test('may be missing, but not the list of what there is', async () => {
    const nothing = new Refusal('not_found', 'there is none', 'Choose another.');
    expect(await orNone(Promise.resolve(1))).toBe(1);
    expect(await orNone(Promise.reject(nothing))).toBeNull();
    for (const error of [new Refusal('refused', 'no', 'Next.'), new Error('not there')]) {
      await expect(orNone(Promise.reject(error))).rejects.toBe(error);
    }
  });
});

test.each([
  ['ID-1', 'id-1', true],
  [' weather', 'id-1', true],
  ['weather', 'id-2', false],
  ['null', 'id-4', false],
])('whether %j names %s: %p', (text, id, is) => {
  const item = items.find((one) => one.id === id);
  expect(item && isNamed(item, text)).toBe(is);
});

test('words are those that the API knows, as it writes them', () => {
  expect(knownWords(['green', 'RED'], ['GREEN', 'RED'], 'Status')).toEqual(['GREEN', 'RED']);
  const told = (known: readonly string[]) => {
    try {
      return knownWords(['blue'], known, 'Status');
    } catch (error) {
      return [(error as Refusal).message, (error as Refusal).next];
    }
  };
  expect(told(['GREEN', 'RED'])).toEqual([
    '“Status” cannot be “blue”',
    'Choose one of: GREEN, RED.',
  ]);
  expect(told([])).toEqual(['“Status” cannot be “blue”', 'There is none at all.']);
});

test('what there is instead is told, by name or id and once', () => {
  expect(noSuch('cluster', 'x', [], 'in the project')).toMatchObject({
    kind: 'not_found',
    message: 'there is no cluster “x” in the project',
    next: 'There is none at all.',
  });
  expect(() => pick('y')).toThrow('there is no cluster “y” that this API key can see');
  try {
    choose([...items, ...items], 'y', 'cluster');
  } catch (error) {
    expect((error as Refusal).next).toBe('Choose one of: Weather, Twin, twin, id-4.');
  }
});

test('a list of candidates has room for 110 characters', () => {
  const long = 'l'.repeat(110);
  expect(listed([])).toBe('');
  expect(listed([long])).toBe(long);
  expect(listed([`${long}l`])).toBe(`${long}…`);
  expect(listed(['a'.repeat(60), 'b'.repeat(50)])).toBe(`${'a'.repeat(60)}, ${'b'.repeat(50)}`);
  expect(listed(['a'.repeat(60), 'b'.repeat(51), 'c'])).toBe(`${'a'.repeat(60)} and 2 more`);
});

test('a text is short enough for a sentence with 40 characters', () => {
  expect(shorten('s'.repeat(40))).toBe('s'.repeat(40));
  expect(shorten('s'.repeat(41))).toBe(`${'s'.repeat(40)}…`);
});
