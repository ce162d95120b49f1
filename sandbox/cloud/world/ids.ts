import { createHash } from 'node:crypto';

/*
 * Everything that looks random is a hash of a label, so that two sandboxes
 * started the same way give the same ids, keys and secrets.
 */

/** A lower-case UUID that is always the same for the same label. */
export function uuid(label: string): string {
  const hex = createHash('sha1').update(label).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

/** 43 URL-safe characters, the look of a 32-byte token. */
export function secretText(label: string): string {
  return createHash('sha256').update(label).digest('base64url');
}

/** API: a key is `crate_` and 43 URL-safe characters. */
export function apiKeyText(label: string): string {
  return `crate_${secretText(`key ${label}`)}`;
}

/** A number from 0 up to 1, always the same for the same label. */
export function fraction(label: string): number {
  return createHash('sha1').update(label).digest().readUInt32BE(0) / 2 ** 32;
}
