/**
 * One process with all sandboxes of a test run, because the SQL engine takes seconds and hundreds of
 * megabytes to start: the clouds share one, which starts with the first statement. Each cloud has its
 * own port and its own state. Forked by global-setup.ts; ends with the process that forked it.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { connectCloud } from '../../sandbox/cloud/control/client.ts';
import { type CloudOptions, startCloud } from '../../sandbox/cloud/index.ts';
import { createSqlService } from '../../sandbox/cloud/sql/service.ts';
import { startDoor } from './door.ts';

/** The answer to `POST /clouds`. */
export type HostedCloud = {
  id: string;
  /** Of this cloud alone; its control path is there. */
  origin: string;
  /** The common address of all clouds; `doorKey` decides which one answers. */
  door: string;
  /** A second key of the seeded admin that no other cloud knows. */
  doorKey: { key: string; secret: string };
};

type Cloud = Awaited<ReturnType<typeof startCloud>>;

const sql = createSqlService();
const clouds = new Map<string, Cloud>();
const door = await startDoor();
let count = 0;

/** As old as the seeded keys, so that it is not the newest one in a list. */
const DOOR_KEY_CREATED = '2025-08-14T09:00:00.000000+00:00';

/**
 * Starts the SQL engine with a first statement, so that no step's time runs out over it. Once, and not
 * before a test wants a cloud.
 */
async function warmUp(): Promise<void> {
  const { origin, close } = await startCloud({ sql });
  const { keys, clusters } = await connectCloud(origin).seed();
  const basic = Buffer.from(`${keys.admin.key}:${keys.admin.secret}`).toString('base64');
  const reply = await fetch(`${origin}/api/v2/clusters/${clusters['weather-prod']}/jwt/`, {
    headers: { authorization: `Basic ${basic}` },
  });
  const { token } = (await reply.json()) as { token: string };
  await fetch(`${origin}/sql/weather-prod/_sql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ stmt: 'SELECT 1' }),
  });
  await close();
}

let warm: Promise<void> | undefined;

async function open(options: CloudOptions): Promise<HostedCloud> {
  warm ??= warmUp();
  await warm;
  count += 1;
  const number = count;
  const id = `cloud-${number}`;
  // What a real service may let pass by is refused here, so that it is noticed; and of what it may send, the
  // form is taken that asks more of a client.
  const strict = { unslashed: 'unknown', unknownFields: 'refused', bodies: 'chunked' } as const;
  const switches = { ...strict, ...options.switches };
  const cloud = await startCloud({ ...options, switches, sql });
  clouds.set(id, cloud);
  const control = connectCloud(cloud.origin);
  const seed = await control.seed();
  const doorKey = { key: `crate_door_${number}`, secret: `door-secret-canary-${number}` };
  await control.put('api_key', {
    ...doorKey,
    user_id: seed.users.ada,
    last_used: null,
    dc: { created: DOOR_KEY_CREATED, modified: DOOR_KEY_CREATED },
  });
  door.lead(doorKey.key, cloud.origin);
  return { id, origin: cloud.origin, door: door.origin, doorKey };
}

async function close(id: string): Promise<void> {
  const cloud = clouds.get(id);
  clouds.delete(id);
  await cloud?.close();
}

async function answer(request: IncomingMessage): Promise<unknown> {
  const id = request.url?.split('/')[2] ?? '';
  if (request.method === 'POST') return open((await json(request)) as CloudOptions);
  if (request.method === 'GET') return door.tokens(decodeURIComponent(id));
  await close(id);
  return null;
}

const server = createServer(async (request, reply) => {
  try {
    reply.end(JSON.stringify(await answer(request)));
  } catch (error) {
    reply.statusCode = 500;
    reply.end(error instanceof Error ? error.message : String(error));
  }
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : null);
});
process.on('disconnect', () => process.exit());
