import { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { ZObject } from 'zapier-platform-core';
import { lazily } from '../../base/lazily.ts';
import { REFUSAL_BYTES, REPLY_BYTES } from '../../base/limits.ts';
import {
  type HttpHead,
  type HttpReply,
  type HttpRequest,
  SendError,
  type SendHttp,
  whyNoReply,
} from '../../base/transport.ts';
import { type Agents, type Exchange, freshAgents, keptAgents, watched } from './connections.ts';

/** Shared by all runs of this process. */
const keptByProcess = lazily(keptAgents);
const fresh = lazily(freshAgents);

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
 * What is under way when the step ends is ended with it.
 */
export function zapierTransport(z: ZObject): { send: SendHttp; close: () => void } {
  const ofRun = lazily(keptAgents);
  const underWay = new Set<Exchange>();
  let usesRun = false;

  function agentsFor(connection: HttpRequest['connection']): Agents {
    if (connection === 'kept') return keptByProcess();
    if (connection === 'own') return fresh();
    usesRun = true;
    return ofRun();
  }

  async function attempt(
    request: HttpRequest,
    connection: HttpRequest['connection'],
    endsAt: number,
  ): Promise<HttpReply> {
    const agents = agentsFor(connection);
    const exchange = watched(request.url.startsWith('https:') ? agents.https : agents.http);
    underWay.add(exchange);
    let end: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const leftMs = Math.max(1, endsAt - performance.now());
      end = setTimeout(() => reject(new SendError('late')), leftMs);
    });
    try {
      return await Promise.race([replyTo(z, request, exchange), late]);
    } catch (error) {
      // Whatever is still to come is not waited for.
      exchange.end();
      const why = whyNoReply(error);
      // Whoever reads over a kept one tries again by itself, and both together would be twice as many.
      if (why === 'cut' && connection === 'run' && exchange.isReused()) {
        return attempt(request, 'own', endsAt);
      }
      throw error instanceof SendError ? error : new SendError(why, error);
    } finally {
      clearTimeout(end);
      underWay.delete(exchange);
    }
  }

  return {
    send: (request) => attempt(request, request.connection, performance.now() + request.timeoutMs),
    close: () => {
      for (const exchange of underWay) exchange.end();
      if (!usesRun) return;
      ofRun().http.destroy();
      ofRun().https.destroy();
    },
  };
}

async function replyTo(
  z: ZObject,
  { method, url, headers, body, secretBody, onText, onHead }: HttpRequest,
  exchange: Exchange,
): Promise<HttpReply> {
  const options = {
    method,
    url,
    // Without a length, a stream would be sent in chunks, which not every server takes.
    headers: secretBody && body ? { ...headers, 'content-length': lengthOf(body) } : headers,
    agent: exchange.agent,
    redirect: 'manual' as const,
    raw: true as const,
    skipThrowForStatus: true,
    throwForThrottlingEarly: false,
    merge: false,
    ...(body === undefined ? {} : { body: secretBody ? Readable.from([Buffer.from(body)]) : body }),
  };
  const reply = await z.request(options);
  const { status } = reply;
  const head: HttpHead = { status, header: (name) => reply.getHeader(name) ?? null };
  onHead?.(head);
  const isSuccess = status >= 200 && status < 300;
  const inPieces = onText !== undefined && isSuccess;
  const pieces: string[] = [];
  const take = inPieces ? onText : (text: string) => pieces.push(text);
  const isWhole = await readPieces(reply.body, exchange, isSuccess, take);
  if (!isWhole) exchange.end();
  return { ...head, text: pieces.join('') };
}

/** Hands on the text of a body while it comes; false when there was more of a refusal than is looked at. */
function readPieces(
  body: NodeJS.ReadableStream,
  exchange: Exchange,
  isSuccess: boolean,
  onText: (piece: string) => void,
): Promise<boolean> {
  // A character can be cut by the end of a chunk.
  const decoder = new StringDecoder();
  let left = isSuccess ? REPLY_BYTES : REFUSAL_BYTES;
  let isRead = false;
  return new Promise((resolve, reject) => {
    // A body is closed after its end as well.
    const cut = () => {
      if (!isRead) reject(new SendError('cut'));
    };
    exchange.onCut(cut);
    // Whoever was let go before anybody listened says no more.
    if ((body as Readable).destroyed) cut();
    body.on('data', (chunk: Buffer) => {
      // What still comes after it was given up.
      if (left < 0) return;
      left -= chunk.length;
      if (left >= 0) onText(decoder.write(chunk));
      else if (isSuccess) reject(new SendError('too_large'));
      else resolve(false);
    });
    body.on('end', () => {
      isRead = true;
      onText(decoder.end());
      resolve(true);
    });
    body.on('error', cut);
    body.on('close', cut);
  });
}

function lengthOf(body: string): string {
  return String(Buffer.byteLength(body));
}
