import type { Tally } from './play-cases.ts';
import { shallow, summary } from './report.ts';

const tally: Tally = {
  key: 'find_cluster',
  isCreate: false,
  way: 'by schema',
  cases: 200,
  items: 3,
  giving: 2,
  changing: 0,
  errors: { error: 7, halted: 1 },
  requests: { all: 4, reached: 4 },
  wrong: [],
};

test('a step that is stuck at its first request is named, unless it makes no other', () => {
  const tallies = [
    tally,
    { ...tally, key: 'stuck', requests: { all: 2, reached: 1 } },
    { ...tally, key: 'short', requests: { all: 1, reached: 1 } },
  ];
  expect(shallow(tallies)).toEqual(['stuck never got past its first request, by schema']);
});

test('the end tells cases, items, errors, depth and crashes', () => {
  const create = { ...tally, key: 'create_project', isCreate: true, giving: 0 };
  const text = summary([tally, create]);
  expect(text).toContain(
    'by schema: 2 steps, 400 cases, 6 items given; errors: 14 error, 2 halted',
  );
  expect(text).toContain(
    '0 of 1 creates asked for their change, in 0 cases; not all: create_project',
  );
  expect(text).toContain('1 of 2 steps gave something');
  expect(text).toContain('Fuzz: 2 steps, 400 cases, 0 crashes, 0 things wrong');
});
