import type { Readable } from 'node:stream';
import { fastify } from 'fastify';
import type { Files } from './files.ts';
import type { Asker, createStore } from './store.ts';

/** One line that the app sent to the log, with the bytes as they came over the wire. */
export type LogLine = {
  /** The method that was running, for example `creates.restart_node.operation.perform`. */
  method: string;
  message: string;
  data: Record<string, unknown>;
  sent: string;
};

/** A call of the handler; its token opens RPC while it runs, and the log also afterwards. */
export type OpenCall = Asker & {
  method: string;
  running: boolean;
  /** Log streams of this call, each settled when it has ended. */
  logging: Promise<void>[];
};

export type Rooms = {
  calls: Map<string, OpenCall>;
  logs: LogLine[];
  files: Files;
  store: ReturnType<typeof createStore>;
};

type RpcRequest = {
  id: string;
  method: string;
  params: unknown[];
};

/** API: a stream may be 1 GB; one form in memory is enough for what this app stashes. */
const LARGEST_UPLOAD = 150_000_000;

/** Core breaks a log stream off when a step ends slowly; the lines sent until then count. */
async function readLines(body: Readable, take: (line: string) => void): Promise<void> {
  let rest = '';
  try {
    for await (const chunk of body.setEncoding('utf8')) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.filter(Boolean).forEach(take);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
  }
}

/** What core reaches of Zapier while a step runs: RPC, the log and the file store, on loopback. */
export async function startServer({ calls, logs, files, store }: Rooms) {
  const app = fastify({ forceCloseConnections: true });
  app.addContentTypeParser('application/x-ndjson', (_, body, done) => done(null, body));
  app.addContentTypeParser(
    'multipart/form-data',
    { parseAs: 'buffer', bodyLimit: LARGEST_UPLOAD },
    (_, body, done) => done(null, body),
  );

  let root = '';
  const fileBase = () => `${root}/files/`;

  const answer = async (call: OpenCall, { method, params }: RpcRequest): Promise<unknown> => {
    if (method === 'get_presigned_upload_post_data') return files.presign(fileBase());
    const stored = Object.hasOwn(store.methods, method)
      ? store.methods[method as keyof typeof store.methods]
      : undefined;
    if (!stored) throw new Error(`Unknown RPC method ${method}`);
    return await (stored as (asker: Asker, ...rest: unknown[]) => Promise<unknown>)(
      call,
      ...params,
    );
  };

  app.post('/rpc', async (request, reply) => {
    const call = calls.get(String(request.headers['x-token']));
    // Core names no content type here, and node-fetch then says text.
    const body = JSON.parse(String(request.body)) as RpcRequest;
    if (!call?.running) return reply.code(401).send({ id: body.id, error: 'Invalid token' });
    try {
      return { id: body.id, result: (await answer(call, body)) ?? null };
    } catch (error) {
      return { id: body.id, error: error instanceof Error ? error.message : String(error) };
    }
  });

  app.post('/log', async (request, reply) => {
    const call = calls.get(String(request.headers['x-token']));
    if (!call) return reply.code(401).send({ error: 'Invalid token' });
    const reading = readLines(request.body as Readable, (sent) => {
      const { message, data } = JSON.parse(sent) as Pick<LogLine, 'message' | 'data'>;
      logs.push({ method: call.method, message, data, sent });
    });
    call.logging.push(reading);
    await reading;
    return { ok: true };
  });

  app.post('/files/', async (request, reply) => {
    const type = String(request.headers['content-type']);
    const taken = await files.accept(fileBase(), request.body as Buffer, type);
    return reply.code(taken ? 204 : 403).send(taken ? undefined : 'SignatureDoesNotMatch');
  });

  app.get<{ Params: { key: string } }>('/files/:key', async (request, reply) => {
    const file = files.find(new URL(request.params.key, fileBase()).href);
    if (!file) return reply.code(404).send('NoSuchKey');
    const name = encodeURIComponent(file.name);
    return reply
      .type(file.type)
      .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
      .send(file.bytes);
  });

  root = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    rpcUrl: `${root}/rpc`,
    logUrl: `${root}/log`,
    fileBase: fileBase(),
    close: () => app.close(),
  };
}

export type Server = Awaited<ReturnType<typeof startServer>>;
