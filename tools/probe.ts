/** `npm run probe`: how the real service answers, as a report without values. */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { cloudOrigin, PRODUCTION_ORIGIN } from '../src/clients/cloud/origin.ts';
import { createReader } from './probe/reader.ts';
import { writeReport } from './probe/report.ts';
import { survey } from './probe/survey.ts';

const USAGE = `CRATEDB_API_KEY=... CRATEDB_API_SECRET=... npm run -s probe -- [--output FILE] [--foreign-cluster ID]

Reads an account of CrateDB Cloud (GET and HEAD, about a hundred requests), compares what is sent with what
the integration expects, and writes a report of names of fields, types and statuses, without any value, that
can be attached to an issue. CRATEDB_CLOUD_URL points it at another server.
--foreign-cluster takes the id of a cluster that the key must not see, to learn how that is refused.

Exit code 1: the key was not accepted, or the report is withheld. Exit code 2: no key was given.`;

const { values } = parseArgs({
  options: {
    output: { type: 'string' },
    'foreign-cluster': { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

if (values.help) console.log(USAGE);
else {
  process.exitCode = await main(values.output, values['foreign-cluster']).catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  });
}

async function main(output?: string, foreignCluster?: string): Promise<number> {
  const key = process.env.CRATEDB_API_KEY?.trim() ?? '';
  const secret = process.env.CRATEDB_API_SECRET?.trim() ?? '';
  if (key === '' || secret === '') {
    console.error(`CRATEDB_API_KEY or CRATEDB_API_SECRET is not set.\n\n${USAGE}`);
    return 2;
  }
  const origin = cloudOrigin(process.env);
  const credentials = { key, secret };
  const found = await survey(createReader(origin, credentials), credentials, foreignCluster);
  const server = origin === PRODUCTION_ORIGIN ? 'the real service' : 'another server';
  const report = writeReport(found, { server, secrets: [key, secret] });
  if (output) await writeFile(output, report);
  else process.stdout.write(report);
  if (found.replies.get('/users/me/')?.[0]?.reply.status === 200) return 0;
  console.error('The key was not accepted; the report tells only how it was refused.');
  return 1;
}
