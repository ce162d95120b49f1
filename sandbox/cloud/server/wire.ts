import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FaultInput } from '../faults/faults.ts';
import type { Switches } from '../world/switches.ts';
import type { Reply } from './call.ts';

/** What faults do to an answer on its way; the first fault that says something of a kind decides. */
type Way = Pick<FaultInput, 'drip' | 'flood' | 'byteOrderMark' | 'date'> & {
  /** Only a part of the body is sent: as if that were all, or with the connection ended there. */
  part?: 'whole' | 'broken';
  bodies?: Switches['bodies'];
};

export function wayOf(faults: FaultInput[], { bodies }: Pick<Switches, 'bodies'>): Way {
  const way: Way = { bodies };
  for (const fault of [...faults].reverse()) {
    if (fault.drip) way.drip = fault.drip;
    if (fault.flood) way.flood = fault.flood;
    if (fault.byteOrderMark) way.byteOrderMark = true;
    if (fault.date !== undefined) way.date = fault.date;
    if (fault.malformed) way.part = 'whole';
    if (fault.cut === 'body') way.part = 'broken';
  }
  return way;
}

/** Sends an answer; `now` is the sandbox's time, which the `Date` header tells. */
export async function send(reply: FastifyReply, result: Reply, now: Date, way: Way): Promise<void> {
  const head = reply.request.method === 'HEAD';
  const zips =
    way.bodies === 'zipped' && !head && !result.bytes && /\bgzip\b/.test(accepted(reply.request));
  const plain = head ? bodyOf(result) : altered(bodyOf(result), way);
  const body = zips ? gzipSync(plain) : plain;
  const headers: Record<string, string | number> = { ...result.headers };
  if (way.date !== '') headers.date = way.date ?? now.toUTCString();
  const bodiless = result.status === 204 || result.status === 304;
  const type = result.contentType ?? 'application/json';
  if (!bodiless && type !== '') headers['content-type'] = type;
  reply.hijack();
  const { raw } = reply;
  raw.sendDate = false;
  if (way.flood && !head) return flood(raw, headers, way.flood);
  if (zips && !bodiless) headers['content-encoding'] = 'gzip';
  // A file store tells how long a file is.
  const isTold = result.bytes !== undefined || (way.bodies ?? 'whole') === 'whole';
  if (!bodiless && isTold) headers['content-length'] = body.length;
  raw.writeHead(result.status, headers);
  if (head || bodiless) {
    raw.end();
    return;
  }
  const sent = way.part === 'broken' ? body.subarray(0, Math.floor(body.length / 2)) : body;
  if (way.drip) await drip(raw, sent, way.drip);
  else if (way.part === 'broken') await flushed(raw, sent);
  else if (!isTold && sent.length > 1) return inPieces(raw, sent);
  if (way.part === 'broken') raw.socket?.destroy();
  else if (way.drip) raw.end();
  else raw.end(sent);
}

function accepted({ headers }: FastifyRequest): string {
  return String(headers['accept-encoding'] ?? '');
}

function bodyOf({ bytes, text, json }: Reply): Buffer {
  if (bytes) return bytes;
  return Buffer.from(text ?? (json === undefined ? '' : JSON.stringify(json)));
}

function altered(body: Buffer, way: Way): Buffer {
  const part =
    way.part === 'whole' ? body.subarray(0, Math.max(1, Math.floor(body.length * 0.6))) : body;
  return way.byteOrderMark ? Buffer.concat([Buffer.from('\uFEFF'), part]) : part;
}

async function drip(
  raw: ServerResponse,
  body: Buffer,
  { bytes, everyMs }: { bytes: number; everyMs: number },
): Promise<void> {
  const size = Math.max(1, bytes);
  for (let at = 0; at < body.length && !raw.destroyed; at += size) {
    if (at > 0) await wait(everyMs, undefined, { ref: false });
    if (!raw.destroyed) await flushed(raw, body.subarray(at, at + size));
  }
}

/** So that whoever reads it while it comes has some of it before the rest. */
async function inPieces(raw: ServerResponse, body: Buffer): Promise<void> {
  const half = Math.floor(body.length / 2);
  await flushed(raw, body.subarray(0, half));
  setImmediate(() => raw.end(body.subarray(half)));
}

/** Ends when the bytes have left, or the client has gone. */
function flushed(raw: ServerResponse, body: Buffer): Promise<void> {
  return new Promise((done) => {
    raw.once('close', done);
    raw.write(body, () => {
      raw.off('close', done);
      done();
    });
  });
}

const BLOCK_BYTES = 2 ** 20;

/** An empty JSON list with as many blanks in it as make up `bytes`, however many those are. */
async function flood(
  raw: ServerResponse,
  headers: Record<string, string | number>,
  { bytes, gzip = false }: { bytes: number; gzip?: boolean },
): Promise<void> {
  // Gzip allows one stream after the other, so that a gigabyte costs no more than a megabyte here.
  const packed = (text: Buffer) => (gzip ? gzipSync(text) : text);
  const blanks = packed(Buffer.alloc(BLOCK_BYTES, ' '));
  const encoding = gzip ? { 'content-encoding': 'gzip' } : {};
  raw.writeHead(200, { ...headers, 'content-type': 'application/json', ...encoding });
  raw.write(packed(Buffer.from('[')));
  for (let sent = 0; sent < bytes && !raw.destroyed; sent += BLOCK_BYTES) {
    await flushed(raw, blanks);
  }
  if (!raw.destroyed) raw.end(packed(Buffer.from(']')));
}
