import { spawnSync } from 'node:child_process';
import { documents, openCroud } from '../../tools/interop/croud.ts';
import { crashChecks, driverChecks, toolkitChecks } from '../../tools/interop/drivers/clients.ts';
import { type Home, type Printed, versionOf } from '../../tools/interop/home.ts';
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
  expect(await versionOf('no-such-command-anywhere')).toBeUndefined();
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

test('without Python’s clients it says so for each, and ends with 3', () => {
  const none = 'no-such-command-anywhere';
  const args = ['tools/interop-drivers.ts', '--python', none, '--crash', none, '--ctk', none];
  const { status, stderr, stdout } = spawnSync(process.execPath, args, {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect([status, stderr.match(/INTEROP DID NOT RUN/g)?.length, stdout]).toEqual([3, 3, '']);
});

describe('what a client prints', () => {
  const home = (printed: Partial<Printed>): Home => ({
    folder: '',
    run: async () => ({ code: 0, stdout: '', stderr: '', ...printed }),
    close: async () => {},
  });
  const place = (printed: Partial<Printed>) => ({
    home: home(printed),
    name: 'weather-prod',
    address: 'http://127.0.0.1:1',
    password: 'secret',
    token: 't',
  });

  test('decides: another exit code and missing words are problems', async () => {
    const [, , , , , , last] = await crashChecks(place({ code: 1, stdout: 'ColumnUnknown' }), 'c');
    expect(last).toEqual({ name: '--command SELECT nothing' });
    const [first] = await crashChecks(place({ code: 1, stdout: 'answer 42' }), 'c');
    expect(first?.problem).toMatch('it ended with 1');
    const [silent] = await toolkitChecks(place({ stdout: 'nothing' }), 'c');
    expect(silent?.problem).toMatch('it was to say');
  });

  test('never shows the password', async () => {
    const checks = await toolkitChecks(place({}), 'c');
    expect(JSON.stringify(checks)).not.toContain('secret');
  });

  test('of the driver is one line a check; a file that breaks off is a failure', async () => {
    const stdout = '{"name":"a","problem":null}\n{"name":"b","problem":"no"}\nnoise\n';
    expect(await driverChecks(place({ stdout }), 'p', 'f')).toEqual([
      { name: 'a' },
      { name: 'b', problem: 'no' },
    ]);
    const broken: Home = {
      ...home({}),
      run: async (_command, args) => ({
        code: args[0] === '-c' ? 0 : 1,
        stdout,
        stderr: 'Traceback',
      }),
    };
    expect(await driverChecks({ ...place({}), home: broken }, 'p', 'f')).toContainEqual({
      name: 'the file runs to its end',
      problem: 'Traceback',
    });
    expect(await driverChecks(place({ code: 1 }), 'p', 'f')).toBeUndefined();
  });
});
