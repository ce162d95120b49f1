import fc from 'fast-check';
import type { AllowedRange } from '../../src/clients/cloud/cluster-changes.ts';
import { isSameList, mergeAllowlist } from '../../src/clusters/ip-allowlist.ts';
import { covers, isEverybody, readRange, tryRange } from '../../src/vocabulary/ip-ranges.ts';

const dotted = (number: number) =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');

describe('reading a range', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7/32'],
    ['203.0.113.0/24', '203.0.113.0/24'],
    [' 10.0.0.0/8 ', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:db8:0:0:0:0:0:1', '2001:db8::1/128'],
    ['::/0', '::/0'],
  ])('%s is %s', (text, expected) => expect(readRange(text).text).toBe(expected));

  test.each([
    'office',
    '',
    '203.0.113',
    '203.0.113.256',
    '203.0.113.0/33',
    '203.0.113.0/-1',
    '203.0.113.0/',
    '203.0.113.0/24/24',
    '0x0a.0.0.1',
    '010.0.0.1',
    '10.1',
    '2001:db8::/129',
    '2001:db8:::1',
    'fe80::1%eth0',
    '203.0.113.0/255.255.255.0',
  ])('“%s” is none', (text) => expect(() => readRange(text)).toThrow(/is no IP address or range/));

  test('an address within a range is told apart from the range', () => {
    expect(() => readRange('203.0.113.7/24')).toThrow(/not the beginning of a range/);
    expect(() => readRange('2001:db8::1/32')).toThrow(/not the beginning of a range/);
  });

  test('covering goes by what a range means', () => {
    const range = (text: string) => readRange(text);
    expect(covers(range('10.0.0.0/8'), range('10.1.2.0/24'))).toBe(true);
    expect(covers(range('10.1.2.0/24'), range('10.1.2.0/24'))).toBe(true);
    expect(covers(range('10.1.2.0/24'), range('10.0.0.0/8'))).toBe(false);
    expect(covers(range('10.0.0.0/8'), range('10.0.0.0/7'))).toBe(false);
    expect(covers(range('10.1.2.0/24'), range('10.1.3.0/24'))).toBe(false);
    expect(covers(range('2001:db8::/32'), range('2001:db8:1::/48'))).toBe(true);
    expect(covers(range('::/0'), range('10.1.2.0/24'))).toBe(false);
    expect(isEverybody([range('::/0')])).toBe(true);
  });

  test.each([
    [['0.0.0.0/0'], true],
    [['0.0.0.0/1', '128.0.0.0/1'], true],
    [['128.0.0.0/2', '0.0.0.0/1', '192.0.0.0/2', '203.0.113.0/24'], true],
    [['::/1', '8000::/1', '10.0.0.0/8'], true],
    [['0.0.0.0/1', '128.0.0.0/2'], false],
    [['0.0.0.0/1', '8000::/1'], false],
    [['0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/2'], true],
    [['0.0.0.0/1', '128.0.0.0/2', '192.0.0.0/3', '224.0.0.0/4', '240.0.0.0/5'], false],
    [['::/1'], true],
    [['2000::/4', '3000::/4'], true],
    [['2000::/4', '3800::/5', 'fc00::/7'], false],
    [[], false],
  ])('whether %j is everybody: %p', (texts, everybody) => {
    expect(isEverybody(texts.map(readRange))).toBe(everybody);
  });

  test('all addresses stay everybody however they are cut into halves', () => {
    const halves = fc.array(fc.boolean(), { maxLength: 24 });
    fc.assert(
      fc.property(halves, (turns) => {
        // Each turn cuts the range that is left, keeps one half and goes on with the other.
        let [first, bits] = [0, 0];
        const kept = turns.map((low) => {
          bits += 1;
          const size = 2 ** (32 - bits);
          const [keep, rest] = low ? [first, first + size] : [first + size, first];
          first = rest;
          return readRange(`${dotted(keep)}/${bits}`);
        });
        expect(isEverybody([...kept, readRange(`${dotted(first)}/${bits}`)])).toBe(true);
        if (kept.length > 0) expect(isEverybody(kept)).toBe(false);
      }),
    );
  });

  test('an IPv4 address in IPv6 dress is the IPv4 address', () => {
    expect(readRange('::ffff:192.0.2.44').text).toBe('192.0.2.44/32');
    expect(readRange('::ffff:192.0.2.0/120').text).toBe('192.0.2.0/24');
    expect(readRange('::ffff:0:0/96').text).toBe('0.0.0.0/0');
  });

  test('every IPv4 range survives being written and read', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(
        fc.tuple(octet, octet, octet, octet),
        fc.integer({ min: 0, max: 32 }),
        (of, bits) => {
          const found = tryRange(`${of.join('.')}/${bits}`);
          expect(found?.text).toBe(`${of.join('.')}/${bits}`);
          const dressed = tryRange(`::ffff:${of.join('.')}/${96 + bits}`);
          expect(dressed?.text).toBe(`${of.join('.')}/${bits}`);
        },
      ),
    );
  });
});

const entry = (cidr: string, description: string | null = null): AllowedRange => ({
  cidr,
  description,
});
const office = entry('203.0.113.0/24', 'office');
const home = entry('198.51.100.7/32');
const change = (action: 'add' | 'remove' | 'replace', ...ranges: string[]) => ({
  action,
  ranges,
  description: undefined,
});

describe('merging an allowlist', () => {
  test('adding keeps what was there, as it was written', () => {
    const odd = entry('198.51.100.7', 'as somebody typed it');
    expect(mergeAllowlist([office, odd], change('add', '192.0.2.1', '198.51.100.7/32'))).toEqual([
      office,
      odd,
      entry('192.0.2.1/32'),
    ]);
  });

  test('the description goes to what is new only', () => {
    const merged = mergeAllowlist([office], {
      ...change('add', '192.0.2.1', '203.0.113.0/24'),
      description: 'VPN',
    });
    expect(merged).toEqual([office, entry('192.0.2.1/32', 'VPN')]);
  });

  test('removing takes only what is named, in whatever form', () => {
    const list = [office, home, entry('2001:db8::/32')];
    expect(mergeAllowlist(list, change('remove', '198.51.100.7', '2001:DB8:0::/32'))).toEqual([
      office,
    ]);
    expect(mergeAllowlist(list, change('remove', '192.0.2.1'))).toEqual(list);
  });

  test('replacing keeps the description of what stays', () => {
    expect(mergeAllowlist([office, home], change('replace', '203.0.113.0/24', '::1'))).toEqual([
      office,
      entry('::1/128'),
    ]);
    expect(mergeAllowlist([office], change('replace'))).toEqual([]);
  });

  test.each<[ReturnType<typeof change>, RegExp]>([
    [change('add', '203.0.113.7'), /203.0.113.7\/32 lies within 203.0.113.0\/24/],
    [change('add', '203.0.0.0/16'), /203.0.0.0\/16 covers 203.0.113.0\/24/],
    [change('add', '10.0.0.0/8', '10.1.0.0/16'), /10.0.0.0\/8 covers 10.1.0.0\/16/],
    [change('replace', '10.0.0.0/8', '10.1.0.0/16'), /covers/],
    [change('add', '0.0.0.0/0'), /covers/],
    [change('remove', '203.0.113.7'), /not on the list by itself but within 203.0.113.0\/24/],
    [change('add'), /no range is given/],
    [change('remove'), /no range is given/],
  ])('%j is refused', (wanted, why) => {
    expect(() => mergeAllowlist([office, home], wanted)).toThrow(why);
  });

  test('what cannot be read stays', () => {
    const odd = entry('a host name');
    expect(mergeAllowlist([odd], change('add', '10.0.0.1'))).toEqual([odd, entry('10.0.0.1/32')]);
    expect(mergeAllowlist([odd], change('remove', '10.0.0.1'))).toEqual([odd]);
  });

  test('doing it twice is doing it once', () => {
    const range = fc
      .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
      .map(([a, b]) => `10.${a}.${b}.0/24`);
    const action = fc.constantFrom('add', 'remove', 'replace');
    fc.assert(
      fc.property(
        fc.uniqueArray(range),
        fc.uniqueArray(range, { minLength: 1 }),
        action,
        (list, ranges, kind) => {
          const wanted = change(kind as 'add', ...ranges);
          const once = mergeAllowlist(
            list.map((cidr) => entry(cidr)),
            wanted,
          );
          expect(isSameList(mergeAllowlist(once, wanted), once)).toBe(true);
        },
      ),
    );
  });
});
