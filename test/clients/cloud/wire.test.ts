import fc from 'fast-check';
import * as z from 'zod/mini';
import { Problem } from '../../../src/base/problem.ts';
import {
  dublinCore,
  freeForm,
  id,
  listOf,
  nested,
  newest,
  readArray,
  readMany,
  readOne,
  readTime,
  toBody,
  wireCount,
  wireFlag,
  wireNumber,
  wireText,
  wireTexts,
  wireTime,
} from '../../../src/clients/cloud/wire.ts';

const schema = z.object({
  id: id(),
  name: wireText(),
  size: wireNumber(),
  nodes: wireCount(),
  on: wireFlag(),
  at: wireTime(),
  dc: dublinCore(),
  specs: nested({ cpus: wireNumber() }),
  list: listOf({ cidr: wireText() }),
  tags: wireTexts(),
  data: freeForm(),
});

describe('reading times', () => {
  test.each([
    ['2024-02-23T13:04:22.960000+00:00', '2024-02-23T13:04:22.960Z'],
    ['2024-10-08T11:00:00Z', '2024-10-08T11:00:00.000Z'],
    ['2025-05-02T21:33:17.456000', '2025-05-02T21:33:17.456Z'],
    ['2026-01-01T01:00:00+02:00', '2025-12-31T23:00:00.000Z'],
    ['2026-01-01', '2026-01-01T00:00:00.000Z'],
    ['', null],
    ['soon', null],
    ['+275760-09-13T00:00:00Z', null],
    [null, null],
    [17, null],
  ])('%j is %j', (value, expected) => {
    expect(readTime(value)).toBe(expected);
  });
});

test('a time is read the same whether it is written as usual or not', () => {
  const digits = (most: number) =>
    fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(2, '0'));
  const parts = fc.tuple(
    fc.constantFrom('2024', '2023', '0000', '9999'),
    digits(13),
    digits(32),
    digits(25),
    digits(61),
    digits(61),
    fc.constantFrom('', '.1', '.96', '.960', '.960999', '.9999999'),
    fc.constantFrom('', 'Z', 'z', '+00:00', '+0000', '-00:00', '+02:00'),
  );
  fc.assert(
    fc.property(parts, ([year, month, day, hour, minute, second, fraction, zone]) => {
      const text = `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}${zone}`;
      const at = Date.parse(zone === '' ? `${text}Z` : text);
      const iso = Number.isNaN(at) ? null : new Date(at).toISOString();
      // A zone can carry a time out of the years of four digits.
      expect(readTime(text)).toBe(iso !== null && /^\d/.test(iso) ? iso : null);
    }),
    { numRuns: 2_000 },
  );
});

test('a thing with nothing but an id reads as nulls and empty lists', () => {
  expect(readOne(schema, 'a thing', { id: 'a', unknown: 1 })).toEqual({
    id: 'a',
    name: null,
    size: null,
    nodes: null,
    on: null,
    at: null,
    dc: { created: null, modified: null },
    specs: { cpus: null },
    list: [],
    tags: [],
    data: {},
  });
});

test('numbers and flags may come as text', () => {
  expect(readOne(schema, 'a thing', { id: 'a', size: '12.5', on: 'True' })).toMatchObject({
    size: 12.5,
    on: true,
  });
});

test.each([
  [3, 3],
  ['3', 3],
  [1.5, null],
  [5e-324, null],
  [null, null],
])('a count of %j is %j', (nodes, expected) => {
  expect(readOne(schema, 'a thing', { id: 'a', nodes }).nodes).toBe(expected);
});

test('what is no list is named in plural', () => {
  const what = 'CrateDB Cloud sent no list of things';
  expect(() => readMany(schema, 'a thing', {})).toThrow(what);
  expect(() => readArray('thing', 'none')).toThrow(what);
});

test('a list of texts holds no empty one', () => {
  const tags = ['doc.a', '', null, 7, 'doc.b'];
  expect(readOne(schema, 'a thing', { id: 'a', tags }).tags).toEqual(['doc.a', 'doc.b']);
});

test('whatever comes, it is read or it is a problem that names the thing', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything(),
        fc.record(
          Object.fromEntries(Object.keys(schema.shape).map((key) => [key, fc.anything()])),
          { requiredKeys: [] },
        ),
        fc.record({
          id: fc.string({ minLength: 1 }),
          dc: fc.anything(),
          list: fc.array(fc.anything()),
        }),
      ),
      (value) => {
        try {
          const read = readOne(schema, 'a thing', value);
          expect(typeof read.id).toBe('string');
          expect(Array.isArray(read.list)).toBe(true);
          expect(read.name === null || typeof read.name === 'string').toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          expect((error as Problem).message).toContain('a thing');
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('a list that is none is a problem, and so is nothing', () => {
  for (const nothing of [undefined, null, '']) {
    expect(() => readMany(schema, 'a thing', nothing)).toThrow(Problem);
  }
  expect(() => readMany(schema, 'a thing', { id: 'a' })).toThrow(Problem);
});

test('the newest come first, the undated last', () => {
  const at = (name: string, created: unknown) => ({ name, dc: { created } });
  const entries = [
    at('old', '2024-01-01T00:00:00'),
    at('none', null),
    at('new', '2026-01-01T00:00:00Z'),
  ];
  expect(newest(entries, 2)).toEqual([entries[2], entries[0]]);
  expect(newest(entries, 9)).toHaveLength(3);
});

test('a body that the API would not take is refused before it is sent, without what is in it', () => {
  const schema = z.strictObject({
    cluster: z.strictObject({ password: z.string().check(z.minLength(24)) }),
  });
  expect(toBody(schema, { cluster: { password: 'a'.repeat(24) } })).toEqual({
    cluster: { password: 'a'.repeat(24) },
  });
  expect(() => toBody(schema, { cluster: { password: 'short' } })).toThrow(
    expect.objectContaining({
      kind: 'refused',
      message: 'the cluster.password is not one that CrateDB Cloud takes',
      maybeDone: false,
    }),
  );
});
