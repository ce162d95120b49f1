/** What each of Python's clients is asked to do, and what it is to say. */
import type { Home, Printed } from '../home.ts';

export type Check = { name: string; problem?: string };

export type ClientSetup = {
  home: Home;
  /** Of the cluster. */
  name: string;
  /** Its own address. */
  address: string;
  password: string;
  token: string;
};

/** The checks of the Python file; undefined when Python lacks the packages. */
export async function driverChecks(
  { home, address, password, token }: ClientSetup,
  python: string,
  file: string,
): Promise<Check[] | undefined> {
  const has = await home.run(python, ['-c', 'import crate.client, sqlalchemy_cratedb']);
  if (has.code !== 0) return undefined;
  const printed = await home.run(python, [file, address, 'admin', password, token]);
  const checks = printed.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Check => {
      const { name, problem } = JSON.parse(line) as { name: string; problem: string | null };
      return problem === null ? { name } : { name, problem };
    });
  return printed.code === 0
    ? checks
    : [...checks, { name: 'the file runs to its end', problem: printed.stderr.slice(-600) }];
}

/** One command, and what stands in what it prints. */
type Asked = { args: string[]; says: RegExp[]; code?: number };

export async function crashChecks(setup: ClientSetup, command: string): Promise<Check[]> {
  const login = ['--hosts', setup.address, '--username', 'admin'];
  const env = { CRATEPW: setup.password };
  const asked: Asked[] = [
    { args: ['--command', 'SELECT 42 AS answer'], says: [/answer/, /42/, /SELECT 1 row/] },
    { args: ['--command', '\\dt'], says: [/orders/, /sensor_readings/] },
    { args: ['--command', '\\check nodes'], says: [/NODE CHECK OK/i] },
    { args: ['--command', '\\check cluster'], says: [/CLUSTER CHECK OK/i] },
    { args: ['--sysinfo'], says: [/data-hot-0/] },
    { args: ['--command', 'SHOW CREATE TABLE doc.orders'], says: [/CREATE TABLE/, /CLUSTERED/] },
    { args: ['--command', 'SELECT nothing'], says: [/ColumnUnknown/], code: 1 },
  ];
  return oneByOne(asked, (it) => setup.home.run(command, [...login, ...it.args], env));
}

export async function toolkitChecks(setup: ClientSetup, command: string): Promise<Check[]> {
  const cluster = ['--cluster-name', setup.name];
  const url = setup.address.replace('http://', `crate://admin:${setup.password}@`);
  const asked: Asked[] = [
    { args: ['cluster', 'info', ...cluster], says: [/"?weather-prod/, /GREEN/] },
    { args: ['cluster', 'ping', ...cluster], says: [/true|OK|success/i] },
    { args: ['cluster', 'health', ...cluster], says: [/GREEN/] },
    { args: ['cluster', 'list-jobs', ...cluster], says: [/SUCCEEDED|\[\]/] },
    { args: ['info', '--cluster-url', url, 'cluster'], says: [/data-hot-0/] },
  ];
  return oneByOne(asked, (it) => setup.home.run(command, it.args));
}

async function oneByOne(asked: Asked[], run: (it: Asked) => Promise<Printed>): Promise<Check[]> {
  const checks: Check[] = [];
  for (const it of asked) {
    const name = it.args.join(' ').replace(/crate:\/\/\S+/, 'ADDRESS');
    const { code, stdout, stderr } = await run(it);
    const text = `${stdout}${stderr}`;
    const missing = it.says.find((part) => !part.test(text));
    const wrong = code !== (it.code ?? 0) ? `it ended with ${code}` : undefined;
    const problem = wrong ?? (missing && `it was to say ${missing}`);
    checks.push(
      problem === undefined ? { name } : { name, problem: `${problem}\n${text.slice(-500)}` },
    );
  }
  return checks;
}
