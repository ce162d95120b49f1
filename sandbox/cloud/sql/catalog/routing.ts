/** Where CrateDB puts a row: its document id, its shard, and the name of its partition. */

import { asText } from '../values/cast.ts';
import type { Value } from '../values/value.ts';

function rotl(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/** MurmurHash3 (x86, 32 bit, seed 0) over the text's UTF-16, low byte first. */
export function murmur3(text: string): number {
  const bytes = Buffer.from(text, 'utf16le');
  const [c1, c2] = [0xcc9e2d51, 0x1b873593];
  let hash = 0;
  const blocks = bytes.length & ~3;
  for (let i = 0; i < blocks; i += 4) {
    let k = Math.imul(bytes.readInt32LE(i), c1);
    k = Math.imul(rotl(k, 15), c2);
    hash = (Math.imul(rotl(hash ^ k, 13), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let i = bytes.length - 1; i >= blocks; i--) rest = (rest << 8) | (bytes[i] ?? 0);
  if (bytes.length > blocks) hash ^= Math.imul(rotl(Math.imul(rest, c1), 15), c2);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

/** As Elasticsearch's OperationRouting: the hash falls into up to 1024 slots, which the shards share. */
export function shardOf(routing: string, shards: number): number {
  const bits = 32 - Math.clz32(shards - 1);
  const splits = Math.max(1, 10 - bits);
  const slots = shards * 2 ** splits;
  const slot = ((murmur3(routing) % slots) + slots) % slots;
  return Math.floor(slot / 2 ** splits);
}

const vint = (value: number): number[] => {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
};

const encoded = (text: string): number[] => {
  const bytes = Buffer.from(text, 'utf8');
  return [...vint(bytes.length), ...bytes];
};

/** A text that might have been null: its length is one more, null is 0. */
function optional(text: string): number[] {
  const bytes = Buffer.from(text, 'utf8');
  return [...vint(bytes.length + 1), ...bytes];
}

/** `_id` of a row: the key's text, or for a key of several columns all of them in base64, the routing column first. */
export function documentId(values: Value[], routingAt: number): string {
  const texts = values.map((value) => (value === null ? '' : asText(value)));
  if (texts.length === 1) return texts[0] ?? '';
  const routing = texts[routingAt];
  const ordered =
    routing === undefined ? texts : [routing, ...texts.filter((_, i) => i !== routingAt)];
  const bytes = [...vint(ordered.length), ...ordered.flatMap(encoded)];
  return Buffer.from(bytes).toString('base64');
}

const BASE32 = '0123456789abcdefghijklmnopqrstuv';

/** `partition_ident`: the partition's values in base32hex, `04...` as CrateDB shows it. */
export function partitionIdent(values: Value[]): string {
  const bytes = [
    ...vint(values.length),
    ...values.flatMap((value) => (value === null ? [0] : optional(partitionText(value)))),
  ];
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

const partitionText = (value: Exclude<Value, null>): string =>
  typeof value === 'boolean' ? String(value) : asText(value);
