/**
 * `npm run interop-drivers -- --python COMMAND --crash COMMAND --ctk COMMAND`: what Python's clients of
 * CrateDB do with a cluster of the sandbox, on a port of its own: the driver crate, SQLAlchemy's
 * reflection, the shell crash, and cratedb-toolkit. Each client prints its figures; one that cannot be run
 * says so loudly. Ends with 1 if something failed, and with 3 if a client did not run.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectCloud, type SeedInfo } from '../sandbox/cloud/control/client.ts';
import { startCloud } from '../sandbox/cloud/index.ts';
import {
  type Check,
  type ClientSetup,
  crashChecks,
  driverChecks,
  toolkitChecks,
} from './interop/drivers/clients.ts';
import { type Home, openHome, versionOf } from './interop/home.ts';
import { ROOT } from './paths.ts';

/** Milliseconds for all of it: only what hangs takes so long, on the busiest machine too. */
const longest = 900_000;

type Client = {
  name: string;
  command: string;
  checks(setup: ClientSetup): Promise<Check[] | undefined>;
};

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    crash: { type: 'string', default: 'crash' },
    ctk: { type: 'string', default: 'ctk' },
  },
});

const clients: Client[] = [
  {
    name: 'the driver crate with SQLAlchemy',
    command: values.python,
    checks: (setup) =>
      driverChecks(setup, values.python, join(ROOT, 'tools/interop/drivers/checks.py')),
  },
  { name: 'crash', command: values.crash, checks: (setup) => crashChecks(setup, values.crash) },
  {
    name: 'cratedb-toolkit',
    command: values.ctk,
    checks: (setup) => toolkitChecks(setup, values.ctk),
  },
];

const versions = await Promise.all(clients.map((it) => versionOf(it.command)));
const there = clients.filter((_, index) => versions[index] !== undefined);
for (const client of clients) if (!there.includes(client)) tellAbsent(client);
let absent = clients.length - there.length;
let failures = 0;
if (there.length > 0) await playAll(there);
process.exitCode = failures > 0 ? 1 : absent > 0 ? 3 : 0;

/** On one sandbox, whose cluster has a port of its own. */
async function playAll(players: Client[]): Promise<void> {
  // Python's clients tell times of their own clock, so both begin at the same.
  const clock = { start: new Date().toISOString(), speed: 1 };
  const cloud = await startCloud({ clusterPorts: true, clock });
  const control = connectCloud(cloud.origin);
  const seed = await control.seed();
  const profile = { endpoint: cloud.origin, ...seed.keys.admin };
  const home: Home = await openHome(profile, performance.now() + longest);
  await control.startSql();
  const setup: ClientSetup = {
    home,
    name: 'weather-prod',
    address: String((await control.cluster('weather-prod')).url),
    password: seed.passwords['weather-prod'] ?? '',
    token: await clusterToken(seed),
  };
  for (const client of players) await play(client, setup);
  await home.close();
  await cloud.close();
}

async function clusterToken({ origin, clusters, keys }: SeedInfo): Promise<string> {
  const { key, secret } = keys.admin;
  const authorization = `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
  const path = `/api/v2/clusters/${clusters['weather-prod']}/jwt/`;
  const reply = await fetch(`${origin}${path}`, { headers: { authorization } });
  return ((await reply.json()) as { token: string }).token;
}

/** One client's checks, with its figures. */
async function play(client: Client, setup: ClientSetup): Promise<void> {
  const started = performance.now();
  const done = await client.checks(setup);
  if (done === undefined) {
    absent += 1;
    tellAbsent(client);
    return;
  }
  for (const { name, problem } of done) {
    console.log(`${problem === undefined ? 'passed' : 'FAILED'}  ${name}`);
    if (problem !== undefined) console.log(`        ${problem.replaceAll('\n', '\n        ')}`);
  }
  const failed = done.filter((it) => it.problem !== undefined).length;
  failures += failed + (done.length === 0 ? 1 : 0);
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${client.name} against the sandbox: ${done.length - failed} passed, ${failed} failed, in ${seconds} s\n`,
  );
}

function tellAbsent({ name, command }: Client): void {
  console.error(`
########################################################################
  INTEROP DID NOT RUN: ${name}: the command "${command}" cannot be run,
  or lacks what it takes. Nothing was checked with it.
########################################################################`);
}
