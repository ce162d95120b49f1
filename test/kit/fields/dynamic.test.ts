import fc from 'fast-check';
import { keyForName, nameForKey, partKey } from '../../../src/kit/fields/dynamic.ts';

test.each([
  ['customer', 'column_customer'],
  ['Id', 'column_Id'],
  ['a b', 'column_aZ20Zb'],
  ['a__b', 'column_a_Z5fZb'],
  ['_private', 'column_Z5fZprivate'],
  ['Zebra', 'column_ZZebra'],
  ['Größe', 'column_GrZf6ZZdfZe'],
  ['o.p', 'column_oZ2eZp'],
  ['😀', 'column_Z1f600Z'],
])('the field for %j is %s', (name, key) => {
  expect(keyForName(name)).toBe(key);
  expect(nameForKey(key)).toBe(name);
});

test('names that differ have keys that differ, without nesting, and can be read back', () => {
  const names = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('_', 'Z', '5', 'f', 'a', '.') }),
  );
  fc.assert(
    fc.property(names, (name) => {
      const key = keyForName(name);
      expect(nameForKey(key)).toBe(name);
      expect(key).toMatch(/^column_\w*$/);
      expect(key).not.toContain('__');
      expect(partKey(name)).not.toContain('__');
    }),
  );
});

test('the key of another field stands for no name', () => {
  expect(nameForKey('cluster_id')).toBeNull();
});
