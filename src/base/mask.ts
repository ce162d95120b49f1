/** Keeps secrets out of what a server says: it may repeat what it was sent, in whatever form. */

/** A base64 text of fewer characters could be part of anything. */
const LEAST_BASE64 = 8;

/**
 * Replaces the secrets in a text, written as they are, with backslashes, as `\u0041`, percent-encoded, as
 * HTML entities, or in base64 inside of something longer.
 */
export function maskOf(...secrets: string[]): (text: string) => string {
  const forms = secrets.filter((secret) => secret !== '').flatMap(formsOf);
  if (forms.length === 0) return (text) => text;
  const pattern = new RegExp(forms.join('|'), 'g');
  return (text) => text.replace(pattern, '…');
}

function formsOf(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const base64 = [...new Set([secret, inJson])]
    .flatMap(base64Of)
    .filter((text) => text.length >= LEAST_BASE64);
  // The longest first, so that no rest of it is left.
  return [...base64.flatMap((text) => [literal(text), literal(toUrlForm(text))]), spelled(secret)];
}

/** Each character in any of the ways that it can be written. */
function spelled(secret: string): string {
  return Array.from(secret, (character) => {
    const units = Array.from({ length: character.length }, (_, index) =>
      anyCase(character.charCodeAt(index).toString(16).padStart(4, '0')),
    );
    const bytes = Array.from(Buffer.from(character), (byte) =>
      anyCase(byte.toString(16).padStart(2, '0')),
    );
    const code = character.codePointAt(0) ?? 0;
    const ways = [
      `\\\\{0,8}${literal(character)}`,
      units.map((unit) => `\\\\{1,8}u${unit}`).join(''),
      bytes.map((byte) => `%${byte}`).join(''),
      `&#0{0,4}${code};`,
      `&#[xX]0{0,4}${anyCase(code.toString(16))};`,
      ...(character in ENTITIES ? [ENTITIES[character] as string] : []),
    ];
    return `(?:${ways.join('|')})`;
  }).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '"': '&quot;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
};

/** What a longer text in base64 is sure to hold when it holds the secret, wherever in it. */
function base64Of(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
}

const toUrlForm = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_');

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

const anyCase = (hex: string) =>
  hex.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
