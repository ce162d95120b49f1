/**
 * The API over loopback HTTP for any number of histories at the same time: the API key of a request tells
 * which one it belongs to, and so does the path of its SQL.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { answerTo, type Served } from './served.ts';

export type SimulatedApi = {
  origin: string;
  open(served: Served): { key: string; close(): void };
  close(): Promise<void>;
};

export async function startApi(): Promise<SimulatedApi> {
  const histories = new Map<string, Served>();
  let count = 0;

  async function handle(incoming: IncomingMessage, reply: ServerResponse): Promise<void> {
    const sent = await text(incoming);
    const url = new URL(incoming.url ?? '/', api.origin);
    const key = /^\/sql\/([^/]+)\//.exec(url.pathname)?.[1] ?? keyOf(incoming);
    const served = histories.get(key);
    if (!served) return void reply.writeHead(401).end('Unauthorized\n');
    const answer = answerTo(served, url, `${api.origin}/sql/${key}`, sent);
    if (answer === 'cut') return void incoming.socket.destroy();
    reply.writeHead(answer.status, answer.headers).end(answer.text);
  }

  const http = createServer((incoming, reply) => {
    handle(incoming, reply).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  const api: SimulatedApi = {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    open(served) {
      count += 1;
      const key = `crate_simulation_${count}`;
      histories.set(key, served);
      return { key, close: () => void histories.delete(key) };
    },
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return api;
}

function keyOf(incoming: IncomingMessage): string {
  const basic = /^Basic (.*)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
  return Buffer.from(basic, 'base64').toString().split(':')[0] ?? '';
}
