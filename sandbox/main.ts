import { parseArgs } from 'node:util';
import { connectCloud } from './cloud/control/client.ts';
import { startCloud } from './cloud/index.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    clusters: { type: 'string', default: '0' },
    users: { type: 'string', default: '0' },
    'audit-events': { type: 'string', default: '0' },
    speed: { type: 'string', default: '1' },
    start: { type: 'string' },
    'cluster-ports': { type: 'boolean', default: false },
  },
});

const cloud = await startCloud({
  port: Number(values.port),
  clusters: Number(values.clusters),
  users: Number(values.users),
  auditEvents: Number(values['audit-events']),
  clusterPorts: values['cluster-ports'],
  clock: {
    speed: Number(values.speed),
    ...(values.start === undefined ? {} : { start: values.start }),
  },
});
const control = connectCloud(cloud.origin);
const { keys } = await control.seed();
const { admin } = keys;
const basic = `-u ${admin.key}:${admin.secret}`;

console.log(`CrateDB Cloud sandbox: ${cloud.origin}\n`);
for (const [name, { key, secret, email }] of Object.entries(keys)) {
  console.log(`${name} (${email})\n  key    ${key}\n  secret ${secret}`);
}
console.log(`
Try:
  curl -s ${basic} ${cloud.origin}/api/v2/users/me/
  curl -s ${basic} ${cloud.origin}/api/v2/clusters/
  curl -s ${cloud.origin}/sandbox/requests
  curl -s -X POST -d '{"hours":1}' ${cloud.origin}/sandbox/clock/advance

Ctrl+C ends it.`);

// A first statement would otherwise wait some seconds for it.
await control.startSql();
console.log('SQL of the clusters is ready.');

process.once('SIGINT', () => {
  void cloud.close();
});
