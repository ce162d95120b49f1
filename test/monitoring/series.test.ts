import { fromItems } from '../../src/monitoring/chart-items.ts';
import { growthOf } from '../../src/monitoring/history/growth.ts';
import { nodesMeant } from '../../src/monitoring/history/nodes.ts';
import { factsOf, slotFor, thin } from '../../src/monitoring/history/series.ts';
import { recognize } from '../../src/monitoring/history/shapes.ts';
import { levelGiven, levelOf, levelsOf, severityOf } from '../../src/monitoring/levels.ts';

const AT = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600_000;
const SECONDS = AT / 1000;

const point = (at: number, value: number | null, node = 'n0') => ({ at, node, value });

describe('answers of the metrics endpoint', () => {
  const known = [point(AT, 12.5), point(AT + HOUR, 13)];

  test.each<[string, unknown]>([
    [
      'pairs by node',
      {
        n0: [
          [SECONDS, 12.5],
          [SECONDS + 3600, '13'],
        ],
      },
    ],
    [
      'milliseconds',
      {
        n0: [
          [AT, 12.5],
          [AT + HOUR, 13],
        ],
      },
    ],
    [
      'objects with a time and a value',
      {
        n0: [
          { timestamp: '2026-03-02T09:00:00Z', value: 12.5 },
          { timestamp: '2026-03-02T10:00:00', value: 13 },
        ],
      },
    ],
    ['values by time', { n0: { [SECONDS]: 12.5, '2026-03-02T10:00:00Z': 13 } }],
    [
      'Prometheus, a range',
      {
        status: 'success',
        data: {
          resultType: 'matrix',
          result: [
            {
              metric: { pod: 'n0' },
              values: [
                [SECONDS, '12.5'],
                [SECONDS + 3600, '13'],
              ],
            },
          ],
        },
      },
    ],
    [
      'Prometheus, its result alone',
      {
        result: [
          {
            metric: { instance: 'n0' },
            values: [
              [SECONDS, '12.5'],
              [SECONDS + 3600, '13'],
            ],
          },
        ],
      },
    ],
    ['columns', { timestamps: [SECONDS, SECONDS + 3600], series: { n0: [12.5, 13] } }],
    [
      'a list of series',
      [
        {
          name: 'n0',
          points: [
            [SECONDS, 12.5],
            [SECONDS + 3600, 13],
          ],
        },
      ],
    ],
    [
      'Grafana, the value first',
      [
        {
          target: 'n0',
          datapoints: [
            [12.5, AT],
            [13, AT + HOUR],
          ],
        },
      ],
    ],
    [
      'one series that says what it is of',
      {
        name: 'n0',
        unit: 's',
        points: [
          { time: '2026-03-02 09:00:00', value: '12.5' },
          { time: '2026-03-02 10:00:00+00:00', value: '13' },
        ],
      },
    ],
    ['millionths of seconds', { n0: { [AT * 1e3]: 12.5, [(AT + HOUR) * 1e3]: 13 } }],
    ['billionths of seconds', { n0: { [AT * 1e6]: 12.5, [(AT + HOUR) * 1e6]: 13 } }],
  ])('%s are recognized', (_name, answer) => {
    expect(recognize(answer)).toEqual(known);
  });

  test('a vector, a list without a name, and one column are recognized', () => {
    expect(recognize([{ metric: { node: 'n0' }, value: [SECONDS, '12.5'] }])).toEqual([known[0]]);
    expect(recognize([[SECONDS, 12.5]])).toEqual([point(AT, 12.5, '')]);
    expect(recognize({ timestamps: [SECONDS], values: [12.5] })).toEqual([point(AT, 12.5, '')]);
  });

  const NAMES_OF_TIME = ['timestamp', 'time', 'ts', 'date', 't'];

  test.each(NAMES_OF_TIME.map((name, place) => [name, NAMES_OF_TIME.slice(place + 1)] as const))(
    'a time may be called %s, whatever stands beside it',
    (name, others) => {
      const beside = Object.fromEntries(others.map((other) => [other, SECONDS + 3600]));
      const is = [point(AT, 12.5)];
      expect(recognize({ n0: [{ ...beside, [name]: SECONDS, value: 12.5 }] })).toEqual(is);
      expect(recognize({ n0: [{ ...beside, [name]: SECONDS, v: 12.5 }] })).toEqual(is);
      expect(recognize({ n0: [{ v: 1, value: 12.5, [name]: SECONDS }] })).toEqual(is);
    },
  );

  test('no data is not 0, and nothing is nothing', () => {
    expect(
      recognize({
        n0: [
          [SECONDS, null],
          [SECONDS + 3600, 'NaN'],
        ],
      }),
    ).toEqual([point(AT, null), point(AT + HOUR, null)]);
    expect(
      recognize([
        [SECONDS, '+Inf'],
        [SECONDS, ''],
        [SECONDS, 'NaN'],
      ]),
    ).toEqual(Array.from({ length: 3 }, () => point(AT, null, '')));
    expect(recognize({})).toEqual([]);
    expect(recognize([])).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['a number without a time', { n0: 12.5 }],
    ['a message', { message: 'no metrics' }],
    ['three values', { n0: [[SECONDS, 1, 2]] }],
    ['columns of other lengths', { timestamps: [SECONDS], values: [1, 2] }],
    ['one part that is not understood', { n0: [[SECONDS, 1]], n1: 'off' }],
    ['times long ago', { n0: [[12, 1]] }],
    ['words', { n0: [[SECONDS, 'high']] }],
    ['text', 'fine'],
    ['null', null],
  ])('%s is not guessed at', (_name, answer) => {
    expect(recognize(answer)).toBeNull();
  });
});

test('thinned points are the highest of their slot, and a silent slot stays silent', () => {
  const points = [
    point(AT, 3),
    point(AT + 60_000, 9),
    point(AT + 120_000, null),
    point(AT + HOUR, null),
  ];
  expect(thin(points, HOUR)).toEqual([point(AT, 9), point(AT + HOUR, null)]);
  expect(thin([point(AT, -5), point(AT + 1, -9)], HOUR)).toEqual([point(AT, -5)]);
  const mixed = [point(AT + HOUR, 1), point(AT, 2, 'n1'), point(AT, 3), point(AT + 1, 9, 'n1')];
  expect(thin(mixed, HOUR)).toEqual([point(AT, 3), point(AT, 9, 'n1'), point(AT + HOUR, 1)]);
});

test.each([
  [1, 200, 5],
  [24, 200, 15],
  [24 * 7, 200, 60],
  [24 * 365, 600, 1440],
  [24, 2, 720],
  [1, 12, 5],
  [1, 11.9, 15],
  [24 * 30, 1, 43_200],
  // Beyond the longest of them, whole days.
  [24 * 365, 7, 53 * 1440],
])('a window of %d hours in %d points has slots of %d minutes', (hours, points, minutes) => {
  const window = { from: new Date(AT - hours * HOUR), to: new Date(AT) };
  expect(slotFor(window, points)).toBe(minutes * 60_000);
});

test('a trend is that of the line that fits, and none under six hours', () => {
  const rising = Array.from({ length: 25 }, (_, hour) => point(AT + hour * HOUR, 50 + hour / 12));
  expect(factsOf(rising)).toEqual({
    first: 50,
    last: 52,
    last_at: '2026-03-03T09:00:00.000Z',
    trend_per_day: 2,
  });
  expect(factsOf(rising.slice(0, 6)).trend_per_day).toBeNull();
  expect(factsOf(rising.slice(0, 7)).trend_per_day).toBe(2);
  // Least squares, in whatever order they come: 0, 0 and 12 at 0, 12 and 24 hours.
  const bent = [point(AT + 24 * HOUR, 12), point(AT, 0), point(AT + 12 * HOUR, 0)];
  expect(factsOf(bent)).toMatchObject({ first: 0, last: 12, trend_per_day: 12 });
  const uneven = [point(AT, 0), point(AT + 6 * HOUR, 6), point(AT + 24 * HOUR, 0)];
  expect(factsOf(uneven).trend_per_day).toBe(-1.846);
  expect(factsOf([point(AT, null)])).toMatchObject({
    first: null,
    last: null,
    trend_per_day: null,
  });
});

test('of several nodes the highest counts at each time', () => {
  const points = [
    point(AT, 10),
    point(AT, 30, 'n1'),
    point(AT + HOUR, 20),
    point(AT + HOUR, null, 'n1'),
  ];
  expect(factsOf(points)).toMatchObject({ first: 30, last: 20 });
});

test('days left are those until 85 percent, and none when it shrinks', () => {
  const line = (perHour: number) =>
    Array.from({ length: 25 }, (_, hour) => point(AT + hour * HOUR, 70 + hour * perHour));
  expect(growthOf(line(0.125))).toEqual({ perDay: 3, daysLeft: 4 });
  expect(growthOf(line(-0.125))).toEqual({ perDay: -3, daysLeft: null });
  expect(growthOf(line(1))).toEqual({ perDay: 24, daysLeft: 0 });
  expect(growthOf(line(0.0333))).toEqual({ perDay: 0.8, daysLeft: 17 });
  expect(growthOf(line(0))).toEqual({ perDay: 0, daysLeft: null });
  expect(growthOf([])).toBeNull();
});

test('levels are the limits, and beyond them what is a band worse', () => {
  expect(levelsOf('cpu_percent', 'above', [96, 80])).toEqual([80, 85, 90, 95, 96]);
  expect(levelsOf('shards', 'above', [800])).toEqual([800, 850, 900, 950, 1000]);
  expect(levelsOf('load_per_core', 'above', [1.5])).toEqual([1.5, 3, 6, 12]);
  expect(levelsOf('cpu_percent', 'below', [4, 10])).toEqual([10, 4, 2, 1, 0.5]);
  expect(levelsOf('load_per_core', 'below', [0])).toEqual([0]);
  expect(levelsOf('load_per_core', 'above', [0])).toEqual([0]);
  expect(levelsOf('load_per_core', 'above', [0.5])).toEqual([0.5, 1, 2, 4]);
  expect(levelsOf('load_per_core', 'below', [0.8])).toEqual([0.8, 0.4, 0.2, 0.1]);
  expect(levelsOf('cpu_percent', 'above', [0])).toEqual([0, 85, 90, 95]);
  expect(levelsOf('heap_used_percent', 'above', [90, 90])).toEqual([90, 95]);
  expect(levelsOf('storage_used_percent', 'above', [70])).toEqual([70, 85, 90, 95]);
  expect(levelsOf('shards', 'above', [1200, 1300])).toEqual([1200, 1300]);
});

test('a level is reached at its limit, on either side', () => {
  expect([79.9, 80, 89, 100].map((value) => levelOf(value, [80, 90], 'above'))).toEqual([
    -1, 0, 0, 1,
  ]);
  expect([11, 10, 4, 0].map((value) => levelOf(value, [10, 4], 'below'))).toEqual([-1, 0, 1, 1]);
  expect([0, 1, 2].map((level) => severityOf(level, 'above'))).toEqual([
    'warning',
    'error',
    'critical',
  ]);
  expect([0, 1].map((level) => severityOf(level, 'below'))).toEqual(['info', 'warning']);
});

test('an alert names the limit that was given, for a band beyond it is nobody’s choice', () => {
  expect([80, 85, 97].map((level) => levelGiven([80, 96], level, 'above'))).toEqual([80, 80, 96]);
  expect([10, 2].map((level) => levelGiven([10, 4], level, 'below'))).toEqual([10, 4]);
});

test('nodes are named however they are written, or by their number', () => {
  const known = ['data-hot-0', 'data-hot-1', 'data-hot-11'];
  expect(nodesMeant(known, ['Data-Hot-1'])).toEqual(['data-hot-1']);
  expect(nodesMeant(known, ['1', 'data-hot-0'])).toEqual(['data-hot-1', 'data-hot-0']);
  expect(() => nodesMeant(known, ['data-hot-9'])).toThrow('there is no node “data-hot-9”');
  expect(nodesMeant([], ['data-hot-9'])).toEqual(['data-hot-9']);
});

describe('line items of other steps', () => {
  const items = (item_values: string[], item_times: string[] = [], item_names: string[] = []) =>
    fromItems({ item_values, item_times, item_names, item_unit: 'GiB' });

  test('become bars without times, and lines with them', () => {
    expect(items(['1.5', 'n/a'], [], ['a', 'b'])).toMatchObject({
      kind: 'bars',
      unit: 'GiB',
      series: [
        { name: 'a', points: [[0, 1.5]] },
        { name: 'b', points: [[0, null]] },
      ],
    });
    const times = ['2026-03-02T09:00:00Z', String(AT + HOUR), '2026-03-02'];
    expect(items(['1', '60 %', '3'], times, ['a', 'a', 'b']).series).toEqual([
      {
        name: 'a',
        points: [
          [AT, 1],
          [AT + HOUR, 60],
        ],
      },
      { name: 'b', points: [[AT - 9 * HOUR, 3]] },
    ]);
  });

  test('what is written beside the numbers is their unit, and blank places are kept', () => {
    const drawn = (item_values: string[], more: object = {}) =>
      fromItems({ item_values, item_times: [], item_names: [], item_unit: undefined, ...more });
    expect(drawn(['1,024.5 GiB', '', '−3 gib'])).toMatchObject({
      unit: 'GiB',
      series: [{ points: [[0, 1024.5]] }, { points: [[0, null]] }, { points: [[0, -3]] }],
    });
    expect(drawn(['$12.50', '15'])).toMatchObject({ unit: '$' });
    expect(drawn(['12 GiB'], { item_unit: 'GB' })).toMatchObject({ unit: 'GB' });
    expect(() => drawn(['12 GiB', '14 %'])).toThrow('“My Values” are in GiB and in %');
    expect(() => drawn(['$12 GiB'])).toThrow('is no number');
    const item_times = ['2026-03-02', '', String(SECONDS)];
    expect(drawn(['1', '', '3'], { item_times })).toMatchObject({
      series: [
        {
          points: [
            [AT - 9 * HOUR, 1],
            [AT, 3],
          ],
        },
      ],
    });
    expect(() => drawn(['1', '2', '3'], { item_times })).toThrow('has no time in “My Times”');
  });

  test.each<[string, string[], string[]]>([
    ['there are no values', [], []],
    ['“My Times” has 1 item', ['1', '2'], ['2026-03-02']],
    ['“many” in “My Values”', ['many'], []],
    ['“someday” in “My Times”', ['1'], ['someday']],
  ])('%s is refused', (message, values, times) => {
    expect(() => items(values, times)).toThrow(message);
  });
});
