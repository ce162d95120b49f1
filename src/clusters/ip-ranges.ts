/** Ranges of IP addresses (CIDR), IPv4 and IPv6, compared by what they mean rather than how they are written. */
import ipaddr from 'ipaddr.js';
import { refuse } from '../kit/errors.ts';

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
  const address = ipaddr.parse(host);
  const bits = mask === undefined ? widthOf(address) : Number(mask);
  return { text: `${address.toString()}/${bits}`, address, bits };
}

/** True when the inner range lies within the outer one, or is the same. */
export function covers(outer: IpRange, inner: IpRange): boolean {
  return (
    outer.address.kind() === inner.address.kind() &&
    outer.bits <= inner.bits &&
    inner.address.match(outer.address, outer.bits)
  );
}

/** True for a range that is every address there is. */
export function isEverybody(range: IpRange): boolean {
  return range.bits === 0;
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
