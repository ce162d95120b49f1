import { faultsOf } from '../../../tools/zip/inspect.ts';

const lock = {
  lockfileVersion: 3,
  packages: {
    'node_modules/core': {},
    'node_modules/@zapier/scrubber': {},
    'node_modules/types': { optional: true },
  },
};

const good = [
  ['definition.json', '{}'],
  ['dist/index.js', 'export default {}'],
  ['package.json', '{}'],
  ['zapierwrapper.js', ''],
  ['node_modules/core/index.js', ''],
  ['node_modules/@zapier/scrubber/package.json', '{}'],
] as const;

const faults = (...more: (readonly [string, string])[]) =>
  faultsOf(new Map([...good, ...more]), lock, ['/home/ada/app']);

test('finds nothing in a zip as it should be', () => {
  expect(faults()).toEqual([]);
});

test.each([
  [['sandbox/main.js', ''], 'holds sandbox/main.js'],
  [['node_modules/jest/index.js', ''], 'holds node_modules/jest'],
  [['node_modules/types/index.js', ''], 'holds node_modules/types'],
  [['node_modules/core/node_modules/extra/a.js', ''], 'holds node_modules/core/node_modules/extra'],
  [['node_modules/core/build/x.node', ''], 'holds node_modules/core/build/x.node, which is'],
  [['dist/index.js', '// /home/ada/app/src'], "dist/index.js names this machine's"],
] as const)('finds %s', (file, message) => {
  expect(faults(file)).toEqual([expect.stringContaining(message)]);
});

test('misses what a zip cannot do without', () => {
  const without = new Map(good.filter(([file]) => file !== 'zapierwrapper.js'));
  expect(faultsOf(without, lock, [])).toEqual(['lacks zapierwrapper.js']);
});
