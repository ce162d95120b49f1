import fc from 'fast-check';
import {
  containing,
  quoted,
  quotedPath,
  quotedTable,
} from '../../../src/clients/sql/identifiers.ts';

test.each([
  ['orders', '"orders"'],
  ['MixedCase', '"MixedCase"'],
  ['a"b', '"a""b"'],
  ['a b', '"a b"'],
  ['"; DROP TABLE x; --', '"""; DROP TABLE x; --"'],
])('the name %j is written %s', (name, text) => {
  expect(quoted(name)).toBe(text);
});

test('a table is written with its schema, a part of an object with its way there', () => {
  expect(quotedTable({ schema: 'My"Schema', name: 'T' })).toBe('"My""Schema"."T"');
  expect(quotedPath(['o', 'p', "it's"])).toBe(`"o"['p']['it''s']`);
});

test('no name ends its quotes early', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const inside = quoted(name).slice(1, -1);
      expect(inside.replaceAll('""', '')).not.toContain('"');
      expect(inside.replaceAll('""', '"')).toBe(name);
    }),
  );
});

test('a pattern finds its text as it is', () => {
  expect(containing('50% of a_b\\c')).toBe('%50\\% of a\\_b\\\\c%');
});
