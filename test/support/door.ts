/**
 * A common address of many clouds: what the app is told to call is a variable of its process, so steps
 * against different origins would have to wait for each other. Here the API key decides which cloud
 * gets a request, which passes through untouched, cut connections too.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

export type Door = {
  origin: string;
  /** Requests with this key go to the cloud at this origin. */
  lead(key: string, origin: string): void;
  /** Cluster tokens (JWTs) that requests with this key were given. */
  tokens(key: string): string[];
};

export async function startDoor(): Promise<Door> {
  const clouds = new Map<string, string>();
  const tokens = new Map<string, string[]>();

  function pass(incoming: IncomingMessage, reply: ServerResponse): void {
    const key = keyOf(incoming);
    const cloud = clouds.get(key);
    if (!cloud) {
      reply.writeHead(401, { 'content-type': 'text/plain' }).end('Unauthorized\n');
      return;
    }
    const { method, headers, url } = incoming;
    const onward = request(`${cloud}${url}`, { method, headers, agent: false });
    const cut = () => incoming.socket.destroy();
    onward.on('error', cut);
    onward.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('error', cut);
      answer.on('end', () => {
        const found = /"token":"([^"]+)"/.exec(Buffer.concat(chunks).toString());
        if (found?.[1]) tokens.set(key, [...(tokens.get(key) ?? []), found[1]]);
      });
      if (url?.includes('/jwt/')) answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.sendDate = false;
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    reply.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }

  const server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    lead: (key, origin) => clouds.set(key, origin),
    tokens: (key) => tokens.get(key) ?? [],
  };
}

function keyOf(incoming: IncomingMessage): string {
  const basic = /^Basic (.*)$/.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
  return Buffer.from(basic, 'base64').toString().split(':')[0] ?? '';
}
