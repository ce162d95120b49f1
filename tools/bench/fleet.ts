/** An account of very many clusters, each of which is asked itself: how many polls reach all of them. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, type BenchCloud, CONNECTION_TEST, withCloud, withProcess } from './bench.ts';
import { type Measure, measure } from './pairs.ts';

const LATENCY_MS = 150;

/** How many clusters, and the aim: so many polls, and where one is enough, so many seconds. */
const FLEETS = [
  { clusters: 1_000, seconds: 6 },
  { clusters: 3_000, seconds: null },
];

const POLL = 'triggers.storage_running_low.operation.perform';

/** Nothing is so full: what is measured is the asking. */
const QUIET = { limit_percent: '100' };

/** Storage Running Low: for each cluster a token and a statement, each 150 ms away. The floors are the aims. */
export async function fleets({ app, progress }: Bench, times: number): Promise<Measure[]> {
  const rows: Measure[] = [];
  for (const { clusters, seconds } of FLEETS) {
    await withCloud(clusters, async (cloud) => {
      await cloud.control.startSql();
      const fleet = await startFleet(cloud);
      try {
        await withProcess(async (process) => {
          await process.coldStart(app.folder, cloud.event(CONNECTION_TEST, {}, fleet.origin));
          const event = cloud.event(POLL, QUIET, fleet.origin);
          const polls: [number, number][] = [];
          const took: [number, number][] = [];
          for (let time = 0; time < times; time += 1) {
            fleet.measured();
            const { ms } = await process.call(event);
            const measured = fleet.measured();
            progress(`  ${measured} of ${fleet.size} clusters in ${(ms / 1_000).toFixed(1)} s`);
            // Those that had no time are the first of the next poll.
            polls.push([Math.ceil(fleet.size / measured), 1]);
            took.push([ms / 1_000, seconds ?? ms / 1_000]);
          }
          rows.push(
            measure(`fleet_${clusters}_polls`, 'polls', polls, { of: 'value', most: 1 }),
            measure(
              `fleet_${clusters}_seconds`,
              's',
              took,
              seconds === null ? undefined : { of: 'value', most: seconds },
            ),
          );
        });
      } finally {
        await fleet.close();
      }
    });
  }
  return rows;
}

type Reply = { status: number; type: string; body: string };

/**
 * Stands before a cloud, late by the latency. What it is asked of one cluster it answers as the cloud did of
 * the first that was asked the same.
 */
async function startFleet({ control, headers }: BenchCloud) {
  const list = await fetch(`${control.origin}/api/v2/clusters/`, { headers });
  const clusters = (await list.json()) as { id: string; name: string; url: string }[];
  // All are like one that is up.
  const model = clusters.find(({ name }) => name.startsWith('fleet-'));
  if (!model) throw new Error('There is no fleet');
  const replies = new Map<string, Promise<Reply>>();
  let measured = new Set<string>();

  const askModel = async (path: string, request: IncomingMessage, body: string): Promise<Reply> => {
    const { authorization = '', 'content-type': contentType = '' } = request.headers;
    const reply = await fetch(
      path.startsWith('/sql/') ? path.replace('/sql/model', model.url) : control.origin + path,
      {
        method: request.method ?? 'GET',
        headers: { authorization, ...(body ? { 'content-type': contentType } : {}) },
        ...(body ? { body } : {}),
      },
    );
    const type = reply.headers.get('content-type') ?? '';
    return { status: reply.status, type, body: await reply.text() };
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const late = sleep(LATENCY_MS);
    const body = await text(request);
    const [, id] = /^\/sql\/([^/]+)/.exec(request.url ?? '') ?? [];
    if (id) measured.add(id);
    const path = (request.url ?? '/')
      .replace(/^\/sql\/[^/]+/, '/sql/model')
      .replace(/\/clusters\/[^/]+\//, `/clusters/${model.id}/`);
    const what = `${request.method} ${path} ${body}`;
    const reply = replies.get(what) ?? askModel(path, request, body);
    replies.set(what, reply);
    const { status, type, body: answered } = await reply;
    // In truth each cluster is a host of its own, to which there is no connection yet.
    if (id) response.shouldKeepAlive = false;
    await late;
    response.writeHead(status, { 'content-type': type }).end(answered);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const all = clusters.map(({ id }) => ({ ...model, id, url: `${origin}/sql/${id}` }));
  const type = 'application/json';
  replies.set(
    'GET /api/v2/clusters/ ',
    Promise.resolve({ status: 200, type, body: JSON.stringify(all) }),
  );
  return {
    origin,
    size: clusters.length,
    /** How many clusters were asked for their usage since the last time. */
    measured: () => {
      const { size } = measured;
      measured = new Set();
      return size;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
