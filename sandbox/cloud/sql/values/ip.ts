import { isIP } from 'node:net';

/** An address as CrateDB keeps it: IPv4 in IPv6 as IPv4; undefined for what is none. */
export function normalIp(text: string): string | undefined {
  if (isIP(text) === 0 || text.includes('%')) return undefined;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1];
  if (mapped !== undefined) return mapped;
  return isIP(text) === 4 ? text : compressed(ipNumber(text));
}

/** An address as a number of 128 bits; IPv4 stands at ::ffff:0:0. */
export function ipNumber(text: string): bigint {
  if (isIP(text) === 4) {
    return (0xffffn << 32n) + text.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
  }
  const dotted = /(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  const plain = dotted ? text.slice(0, -dotted.length) + hexOfIp4(dotted) : text;
  const [head = '', tail] = plain.split('::');
  const parts = (part: string) => (part === '' ? [] : part.split(':'));
  const left = parts(head);
  const right = tail === undefined ? [] : parts(tail);
  const middle =
    tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...middle, ...right].reduce(
    (sum, part) => (sum << 16n) + BigInt(`0x${part}`),
    0n,
  );
}

function hexOfIp4(text: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function compressed(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((value >> BigInt(16 * (7 - i))) & 0xffffn).toString(16),
  );
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?:^|:)(0(?::0)+)(?=:|$)/g)].map(([, run]) => run ?? '');
  const longest = runs.sort((a, b) => b.length - a.length)[0];
  if (longest === undefined) return text;
  return text.replace(new RegExp(`(^|:)${longest}(:|$)`), '::');
}

/** Whether an address lies in a network `192.168.0.0/16`; undefined when that is none. */
export function isInNetwork(address: string, network: string): boolean | undefined {
  const [base = '', bits] = network.split('/');
  const size = isIP(base) === 4 ? 32 : 128;
  if (isIP(base) === 0 || bits === undefined || !/^\d+$/.test(bits)) return undefined;
  const shift = BigInt(size - Number(bits));
  return ipNumber(address) >> shift === ipNumber(base) >> shift;
}
