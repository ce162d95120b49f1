import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { ZObject } from 'zapier-platform-core';
import type { SendHttp } from '../../base/transport.ts';

// An import would evaluate every export of node:http, one of which (WebSocket) loads an HTTP client of
// its own: 20 ms of every cold start.
const { Agent: HttpAgent } = process.getBuiltinModule('node:http');
const { Agent: HttpsAgent } = process.getBuiltinModule('node:https');
const AGENTS = { http: HttpAgent, https: HttpsAgent };

/**
 * Sends through Zapier's `z.request`, which puts each request into the Zap's log, with everything
 * switched off that would interfere:
 * `raw`, because the body is then neither parsed twice nor logged (replies can hold tokens);
 * no throwing for a status or a 429, because the readers judge replies;
 * no following of redirects, because one means "not logged in" and must not carry the key elsewhere;
 * no `{{}}` merging, because user text goes out as it is.
 *
 * A secret body is sent as a stream, the one form of a body that core does not log; a Buffer would be
 * logged byte by byte.
 *
 * Connections are kept open for the length of one step, then closed.
 */
export function zapierTransport(z: ZObject): { send: SendHttp; close: () => void } {
  const agents = {
    http: new HttpAgent({ keepAlive: true }),
    https: new HttpsAgent({ keepAlive: true }),
  };
  const send: SendHttp = async (request) => {
    const { method, url, headers, body, secretBody, timeoutMs, onText } = request;
    const protocol = url.startsWith('https:') ? 'https' : 'http';
    const options = {
      method,
      url,
      // Without a length, a stream would be sent in chunks, which not every server takes.
      headers: secretBody && body ? { ...headers, 'content-length': lengthOf(body) } : headers,
      timeout: timeoutMs,
      agent: request.ownConnection ? new AGENTS[protocol]() : agents[protocol],
      redirect: 'manual' as const,
      raw: true as const,
      skipThrowForStatus: true,
      throwForThrottlingEarly: false,
      merge: false,
      ...(body === undefined
        ? {}
        : { body: secretBody ? Readable.from([Buffer.from(body)]) : body }),
    };
    const reply = await z.request(options);
    const { status } = reply;
    const inPieces = onText !== undefined && status >= 200 && status < 300;
    if (inPieces) await readPieces(reply.body, timeoutMs, onText);
    return {
      status,
      header: (name) => reply.getHeader(name) ?? null,
      text: inPieces ? '' : await reply.text(),
    };
  };
  return {
    send,
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

/** Hands on the text of a body while it comes, within as much time as core gives a body that it reads. */
function readPieces(
  body: NodeJS.ReadableStream,
  timeoutMs: number,
  onText: (piece: string) => void,
): Promise<void> {
  // A character can be cut by the end of a chunk.
  const decoder = new StringDecoder();
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`Response timeout (over ${timeoutMs} ms)`));
    const timer = setTimeout(late, timeoutMs);
    const settle = (task: () => void) => () => {
      clearTimeout(timer);
      task();
    };
    body.on('data', (chunk: Buffer) => onText(decoder.write(chunk)));
    body.on(
      'end',
      settle(() => {
        onText(decoder.end());
        resolve();
      }),
    );
    body.on(
      'error',
      settle(() => reject(new Error('The connection was cut'))),
    );
    body.on(
      'close',
      settle(() => reject(new Error('The connection was cut'))),
    );
  });
}

function lengthOf(body: string): string {
  return String(Buffer.byteLength(body));
}
