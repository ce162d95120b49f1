import { unknownKey, withoutKind } from '../../../tools/invoke/steps.ts';

test('a key that there is needs no word', () => {
  expect(unknownKey('trigger', 'storage_running_low')).toBeNull();
});

test('a wrong key is answered with the nearest one and with all there are', () => {
  const said = unknownKey('trigger', 'storage_runing_low');
  expect(said).toContain('Do you mean storage_running_low?');
  expect(said).toContain('\n  new_cluster\n');
});

test('a key of another kind is answered with the command that runs it', () => {
  expect(unknownKey('create', 'find_cluster')).toBe(
    'find_cluster is a search: npm run invoke -- search find_cluster',
  );
});

test('a kind without a key is answered with all keys, and a key without a kind with its command', () => {
  expect(unknownKey('search', '')).toMatch(/^Which search\? There are:\n {2}find_/);
  expect(withoutKind('find_cluster')).toBe(
    'find_cluster is a search: npm run invoke -- search find_cluster',
  );
  expect(withoutKind('find_nothing')).toBeNull();
});
