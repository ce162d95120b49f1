import { request } from 'node:http';
import { createFiles } from '../../../sandbox/zapier/files.ts';
import { type LogLine, type OpenCall, startServer } from '../../../sandbox/zapier/server.ts';
import { createStore } from '../../../sandbox/zapier/store.ts';

test('the lines of a log stream that is broken off are kept', async () => {
  const logs: LogLine[] = [];
  const call: OpenCall = {
    method: 'm',
    auth: 'a',
    user: 'u',
    storeKey: undefined,
    running: false,
    logging: [],
  };
  const calls = new Map([['token', call]]);
  const store = createStore(() => new Date());
  const server = await startServer({ calls, logs, files: createFiles(), store });
  const line = JSON.stringify({ message: 'whole', data: { log_type: 'console' } });
  const headers = { 'x-token': 'token', 'content-type': 'application/x-ndjson' };
  const stream = request(server.logUrl, { method: 'POST', headers });
  stream.on('error', () => {});
  stream.write(`${line}\n{"message":"ha`);
  while (logs.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  stream.destroy();
  await Promise.all(call.logging);
  expect(logs).toEqual([
    { method: 'm', message: 'whole', data: { log_type: 'console' }, sent: line },
  ]);
  await server.close();
});
