import { spawnSync } from 'node:child_process';
import { croudVersion, documents, openCroud } from '../../tools/interop/croud.ts';
import { holds, same } from '../../tools/interop/scene.ts';
import { ROOT } from '../../tools/paths.ts';

test('documents that stand one after the other are told apart', () => {
  const two = [{ id: 'a', list: ['}', '{'] }, [1, 2]];
  const stdout = `${two.map((it) => JSON.stringify(it, null, 2)).join('\n')}\n`;
  expect(documents(stdout)).toEqual(two);
  expect(documents('')).toEqual([]);
  expect(documents('+---+\n| a |\n')).toEqual([]);
});

test('croud is pointed at this machine only', async () => {
  const profile = { endpoint: 'https://console.cratedb.cloud', key: 'k', secret: 's' };
  await expect(openCroud('true', profile, performance.now() + 1000)).rejects.toThrow(
    'this machine',
  );
});

test('a program that does not take the profile is not croud', async () => {
  const profile = { endpoint: 'http://127.0.0.1:1', key: 'k', secret: 's' };
  await expect(openCroud('echo', profile, performance.now() + 10_000)).rejects.toThrow('profile');
  expect(await croudVersion('no-such-command-anywhere')).toBeUndefined();
});

test('without croud it says so and ends with 3', () => {
  const args = ['tools/interop.ts', '--croud', 'no-such-command-anywhere'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  expect([status, stderr]).toEqual([3, expect.stringContaining('INTEROP DID NOT RUN')]);
});

test('what is not as expected is told with both sides', () => {
  expect(() => holds({ a: 1, b: 2 }, { a: 1 })).not.toThrow();
  expect(() => holds({ a: 1 }, { a: 2 })).toThrow(/"a": 1[\s\S]*wanted[\s\S]*"a": 2/);
  expect(() => holds([], { a: 2 })).toThrow('an object');
  expect(() => same([1], [1, 2], 'the numbers')).toThrow('the numbers');
});
