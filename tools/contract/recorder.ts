/** Something between a client and a server that keeps what they say to each other, and changes nothing. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** Why a request is made. */
export type Cause = {
  /** The key of a step; null for one of the tool's own, which break the document's rules on purpose. */
  step: string | null;
  /** The sandbox was asked to send null wherever the service may. */
  nulls: boolean;
};

/** One request and its reply, as they went over the wire. */
export type Exchange = {
  cause: Cause;
  method: string;
  /** Encoded, without query. */
  path: string;
  query: [string, string][];
  requestType: string;
  requestBody: string;
  status: number;
  replyType: string;
  replyBody: string;
  /** The reply's headers, in lower case. */
  headers: Record<string, string | string[] | undefined>;
};

export type Recorder = {
  origin: string;
  exchanges: Exchange[];
  /** From now on requests go to the server at `origin`. */
  lead(origin: string, cause: Cause): void;
  close(): Promise<void>;
};

/**
 * `rewriteAddresses`: addresses in replies lead to the recorder instead of the server, so that what a
 * client does with them is recorded as well.
 */
export async function startRecorder({ rewriteAddresses = false } = {}): Promise<Recorder> {
  const exchanges: Exchange[] = [];
  let target = '';
  let cause: Cause = { step: null, nulls: false };

  async function pass(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = incoming;
    const why = cause;
    const body = await buffer(incoming);
    const answer = await send(`${target}${url}`, incoming, body);
    let replyBody = await buffer(answer);
    const headers = { ...answer.headers };
    if (rewriteAddresses) {
      replyBody = Buffer.from(replyBody.toString().replaceAll(target, recorder.origin));
      if (headers['content-length']) headers['content-length'] = String(replyBody.length);
    }
    const { pathname, searchParams } = new URL(url, target);
    exchanges.push({
      cause: why,
      method,
      path: pathname,
      query: [...searchParams],
      requestType: incoming.headers['content-type'] ?? '',
      requestBody: body.toString(),
      status: answer.statusCode ?? 0,
      replyType: answer.headers['content-type'] ?? '',
      replyBody: replyBody.toString(),
      headers,
    });
    reply.writeHead(answer.statusCode ?? 502, headers).end(replyBody);
  }

  const server = createServer((incoming, reply) => {
    pass(incoming, reply).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const recorder: Recorder = {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    exchanges,
    lead(origin, next) {
      target = origin;
      cause = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return recorder;
}

function send(url: string, { method, headers }: IncomingMessage, body: Buffer) {
  return new Promise<IncomingMessage>((resolve, reject) => {
    const onward = request(url, { method, headers, agent: false }, resolve);
    onward.on('error', reject);
    onward.end(body);
  });
}
