/** Ranges of IP addresses (CIDR), IPv4 and IPv6, compared by what they mean rather than how they are written. */
import ipaddr from 'ipaddr.js';
import { refuse } from '../kit/errors.ts';

/** Bits in front of an IPv4 address that is written as an IPv6 one. */
const MAPPED_BITS = 96;

type Address = ReturnType<typeof ipaddr.parse>;

export type IpRange = {
  /** In the one usual form: `10.1.2.0/24`, `2001:db8::/32`. */
  text: string;
  address: Address;
  /** Bits of the address that are the same in all of the range. */
  bits: number;
};

/** A range that is written properly, or a single address; refused with the reason otherwise. */
export function readRange(text: string): IpRange {
  const range = tryRange(text);
  if (!range) {
    throw refuse(
      `“${text.slice(0, 50)}” is no IP address or range`,
      'Write it like 203.0.113.7 or 203.0.113.0/24, or 2001:db8::/32.',
    );
  }
  const { address } = range;
  const first = firstOf(range);
  if (first === address.toString()) return range;
  throw refuse(
    `“${text}” is not the beginning of a range`,
    `Write ${first}/${range.bits} for the whole range, or ${address.toString()} for the one address.`,
  );
}

/** A range as the API sends it; null when it cannot be read, for then it is kept as it is. */
export function tryRange(text: string): IpRange | null {
  const trimmed = text.trim();
  const [host = '', mask] = trimmed.split('/');
  // The library reads `10.1` and `0x0a.1.2.3` too, which are more likely slips.
  if (!ipaddr.IPv4.isValidFourPartDecimal(host) && !ipaddr.IPv6.isValid(host)) return null;
  if (host.includes('%')) return null;
  if (mask !== undefined && !(/^\d{1,3}$/.test(mask) && ipaddr.isValidCIDR(trimmed))) return null;
  const parsed = ipaddr.parse(host);
  const width = mask === undefined ? widthOf(parsed) : Number(mask);
  const { address, bits } = plain(parsed, width);
  return { text: `${address.toString()}/${bits}`, address, bits };
}

/** An IPv4 address in IPv6 dress (`::ffff:192.0.2.44`) is meant as what it is. */
function plain(address: Address, bits: number): { address: Address; bits: number } {
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= MAPPED_BITS) {
    return { address: address.toIPv4Address(), bits: bits - MAPPED_BITS };
  }
  return { address, bits };
}

/** True when the inner range lies within the outer one, or is the same. */
export function covers(outer: IpRange, inner: IpRange): boolean {
  return (
    outer.address.kind() === inner.address.kind() &&
    outer.bits <= inner.bits &&
    inner.address.match(outer.address, outer.bits)
  );
}

/** What everybody's addresses lie in: all of IPv4, and of IPv6 the only part that is public. */
const PUBLIC = { ipv4: '0.0.0.0/0', ipv6: '2000::/3' } as const;

/** True when ranges are, taken together, every public address there is, of IPv4 or of IPv6. */
export function isEverybody(ranges: readonly IpRange[]): boolean {
  return (['ipv4', 'ipv6'] as const).some((kind) => {
    const all = intervalOf(readRange(PUBLIC[kind]));
    const intervals = ranges
      .filter(({ address }) => address.kind() === kind)
      .map(intervalOf)
      .sort((a, b) => (a.first < b.first ? -1 : 1));
    let next = all.first;
    for (const { first, last } of intervals) {
      if (first > next) break;
      if (last >= next) next = last + 1n;
    }
    return next > all.last;
  });
}

function intervalOf(range: IpRange): { first: bigint; last: bigint } {
  const { address, bits } = range;
  const number = address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const size = 1n << BigInt(widthOf(address) - bits);
  const first = number - (number % size);
  return { first, last: first + size - 1n };
}

function widthOf(address: Address): number {
  return address.kind() === 'ipv4' ? 32 : 128;
}

/** The first address of a range. */
function firstOf({ text, address }: IpRange): string {
  return address.kind() === 'ipv4'
    ? ipaddr.IPv4.networkAddressFromCIDR(text).toString()
    : ipaddr.IPv6.networkAddressFromCIDR(text).toString();
}
