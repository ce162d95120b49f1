/** Who is let in: what a change of the list keeps, adds and takes away, and what it refuses. */
import { inRanges, isSameList, mergeAllowlist } from '../../src/clusters/ip-allowlist.ts';

const BEFORE = [
  { cidr: '192.0.2.0/24', description: 'office' },
  { cidr: '198.51.100.7', description: null },
  { cidr: 'somewhere', description: 'as an admin wrote it' },
];

const [OFFICE, ADA, ODD] = BEFORE;

type Action = 'add' | 'remove' | 'replace';

const merge = (action: Action, ranges: string[], description?: string) =>
  mergeAllowlist(BEFORE, { action, ranges, description });

test.each<[Action, string[], object[]]>([
  ['add', ['203.0.113.5'], [...BEFORE, { cidr: '203.0.113.5/32', description: 'new' }]],
  ['add', ['198.51.100.7/32', '192.0.2.0/24'], BEFORE],
  [
    'add',
    ['203.0.113.5', '203.0.113.5/32', '203.0.113.6'],
    [
      ...BEFORE,
      { cidr: '203.0.113.5/32', description: 'new' },
      { cidr: '203.0.113.6/32', description: 'new' },
    ],
  ],
  ['remove', ['198.51.100.7/32'], [OFFICE, ODD] as object[]],
  ['remove', ['192.0.2.0/24', '198.51.100.7'], [ODD] as object[]],
  ['remove', ['203.0.113.5'], BEFORE],
  [
    'replace',
    ['203.0.113.5', '198.51.100.7'],
    [{ cidr: '203.0.113.5/32', description: 'new' }, ADA] as object[],
  ],
  ['replace', [], []],
])('%s %j', (action, ranges, after) => {
  expect(merge(action, ranges, 'new')).toEqual(after);
});

test('without a description a range has none', () => {
  expect(merge('replace', ['203.0.113.5'])).toEqual([
    { cidr: '203.0.113.5/32', description: null },
  ]);
});

test.each<[Action, string[], string]>([
  ['add', [], 'no range is given'],
  ['remove', [], 'no range is given'],
  ['add', ['192.0.2.9'], '192.0.2.9/32 lies within 192.0.2.0/24'],
  ['add', ['198.51.100.0/24'], '198.51.100.0/24 covers 198.51.100.7/32'],
  ['add', ['203.0.113.0/24', '203.0.113.5'], '203.0.113.0/24 covers 203.0.113.5/32'],
  ['replace', ['203.0.113.5', '203.0.113.0/24'], '203.0.113.5/32 lies within 203.0.113.0/24'],
  ['remove', ['192.0.2.9'], '192.0.2.9/32 is not on the list by itself but within 192.0.2.0/24'],
  ['remove', ['198.51.100.7', '192.0.2.9'], '192.0.2.9/32 is not on the list by itself'],
])('%s %j is refused', (action, ranges, why) => {
  expect(() => merge(action, ranges)).toThrow(why);
});

test('what lies within the ranges that are replaced is another matter', () => {
  expect(merge('replace', ['192.0.2.9'])).toHaveLength(1);
});

test('a list is the same in whatever order and form', () => {
  const listOf = (...ranges: string[]) => ranges.map((cidr) => ({ cidr, description: null }));
  expect(isSameList(listOf('10.0.0.1', '10.0.0.2/32'), listOf('10.0.0.2', '10.0.0.1/32'))).toBe(
    true,
  );
  expect(isSameList(listOf('10.0.0.1', '10.0.0.1/32'), listOf('10.0.0.1'))).toBe(true);
  expect(isSameList(listOf('10.0.0.1'), listOf('10.0.0.1', '10.0.0.2'))).toBe(false);
  expect(isSameList(listOf('somewhere'), listOf('elsewhere'))).toBe(false);
});

test('in words an empty list is everybody', () => {
  expect([inRanges([]), inRanges(BEFORE)]).toEqual([
    'everybody',
    '192.0.2.0/24, 198.51.100.7, somewhere',
  ]);
});
