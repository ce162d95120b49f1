import {
  type ChangeOutcome,
  toChangeHead,
} from '../../../src/vocabulary/clusters/change-record.ts';

const change = {
  from: '64 GiB',
  to: '96 GiB',
  doing: 'expanding weather from 64 to 96 GiB',
  already: 'weather has 96 GiB',
  goalReached: true,
};

type Case = Partial<ChangeOutcome> & {
  preview?: boolean;
  difference?: number | null;
  goal?: boolean;
};

function headOf({ preview = false, difference = null, goal = true, ...outcome }: Case) {
  const facts = { changed: false, blockedBy: null, isSo: false, operation: null, ...outcome };
  return toChangeHead(preview, { ...change, goalReached: goal }, facts, difference);
}

test('what was done is told with the operation that does it', () => {
  const operation = { id: 'o-1', type: 'EXPAND_STORAGE', status: 'REGISTERED' };
  expect(headOf({ changed: true, operation })).toEqual({
    changed: true,
    would_change: true,
    preview: false,
    summary: 'Expanding weather from 64 to 96 GiB.',
    goal_reached: true,
    blocked_by: null,
    from_value: '64 GiB',
    to_value: '96 GiB',
    operation_id: 'o-1',
    operation_type: 'EXPAND_STORAGE',
    operation_status: 'REGISTERED',
  });
});

test.each<[string, Case, object]>([
  [
    'a preview',
    { preview: true },
    {
      would_change: true,
      goal_reached: true,
      operation_id: null,
      operation_type: null,
      operation_status: null,
      summary: 'Preview, nothing is changed: expanding weather from 64 to 96 GiB.',
    },
  ],
  [
    'a preview of what was sent before',
    { preview: true, changed: true },
    { would_change: true, summary: 'Expanding weather from 64 to 96 GiB.' },
  ],
  [
    'what is so already',
    { isSo: true },
    { would_change: false, goal_reached: true, summary: 'Nothing to do: weather has 96 GiB.' },
  ],
  [
    'what is becoming so',
    { isSo: true, isUnderway: true },
    {
      would_change: false,
      summary: 'Nothing to do: expanding weather from 64 to 96 GiB is underway already.',
    },
  ],
  [
    'what this very run made so',
    { isSo: true, changed: true },
    { would_change: true, summary: 'Expanding weather from 64 to 96 GiB.' },
  ],
  [
    'what cannot be done',
    { blockedBy: 'It is suspended. Resume it.' },
    {
      would_change: false,
      goal_reached: false,
      blocked_by: 'It is suspended. Resume it.',
      summary: 'Not done, expanding weather from 64 to 96 GiB: It is suspended. Resume it.',
    },
  ],
  ['what a maximum holds back', { changed: true, goal: false }, { goal_reached: false }],
])('%s', (_what, given, expected) => {
  expect(headOf(given)).toMatchObject(expected);
});

test.each([
  [null, ''],
  [0.49, ''],
  [-0.49, ''],
  [0.5, ', about 1 dollar more a month'],
  [-1, ', about 1 dollar less a month'],
  [1.5, ', about 2 dollars more a month'],
  [-20.4, ', about 20 dollars less a month'],
])('a difference of %p dollars is “%s”', (difference, words) => {
  const { summary } = headOf({ changed: true, difference });
  expect(summary).toBe(`Expanding weather from 64 to 96 GiB${words}.`);
});
