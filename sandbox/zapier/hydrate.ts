import { createHmac, timingSafeEqual } from 'node:crypto';
import { ONE_TIME_SECRET } from './invoke.ts';
import type { Input } from './types.ts';

/** What a pointer of `z.dehydrate` or `z.dehydrateFile` says. */
type Pointer = {
  type: 'method' | 'file';
  method: string;
  bundle: Input;
};

/**
 * Reads the text that core made of `z.dehydrate(hydrator, input)`.
 * @throws Error if it is no pointer, or its signature is not core's
 */
export function readPointer(pointer: string): Pointer {
  const inner = /^hydrate\|\|\|(.*)\|\|\|hydrate$/s.exec(pointer)?.[1];
  if (inner === undefined) throw new Error('Not a dehydration pointer');
  const [payload = '', signature = ''] = inner.split(':');
  const expected = createHmac('sha1', ONE_TIME_SECRET).update(payload).digest();
  const given = Buffer.from(signature, 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new Error('The signature of the dehydration pointer is wrong');
  }
  return JSON.parse(Buffer.from(payload, 'base64').toString()) as Pointer;
}
