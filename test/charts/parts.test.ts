import fc from 'fast-check';
import { type Clock, clockIn, windowText } from '../../src/charts/clock.ts';
import metrics from '../../src/charts/font-metrics.json' with { type: 'json' };
import { namesOf } from '../../src/charts/frame.ts';
import { cutEnd, cutMiddle, readable, widthOf, wrap } from '../../src/charts/lettering.ts';
import { inOrder, type Known, pieces, thinned } from '../../src/charts/lines.ts';
import { lookOf, styleOf } from '../../src/charts/look.ts';
import { timeTicks } from '../../src/charts/time-axis.ts';
import { valueAxis, valueText } from '../../src/charts/values.ts';
import { fontMetrics } from '../../tools/charts/font-metrics.ts';

test('the widths are those of the font that is shipped', async () => {
  expect(metrics).toEqual(await fontMetrics());
});

test('thinning keeps the lowest, the highest and both ends of every column', () => {
  const points = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
    minLength: 1,
    maxLength: 500,
  });
  fc.assert(
    fc.property(points, fc.integer({ min: 1, max: 50 }), (values, columns) => {
      const piece = values.map((value, at): Known => [at, value]);
      const column = (at: number) => Math.floor((at * columns) / values.length);
      const kept = thinned(piece, column);
      expect(kept.length).toBeLessThanOrEqual(4 * columns);
      expect([kept[0], kept.at(-1)]).toEqual([piece[0], piece.at(-1)]);
      expect(kept).toEqual([...kept].sort(([a], [b]) => a - b));
      for (let number = 0; number < columns; number += 1) {
        const inColumn = (some: readonly Known[]) =>
          some.filter(([at]) => column(at) === number).map(([, value]) => value);
        const [before, after] = [inColumn(piece), inColumn(kept)];
        expect([Math.min(...after), Math.max(...after)]).toEqual([
          Math.min(...before),
          Math.max(...before),
        ]);
      }
    }),
  );
});

test('points come into order, the later of two at one time counts, and nothing is joined over a gap', () => {
  expect(
    inOrder([
      [3, 1],
      [1, 5],
      [3, 2],
    ]),
  ).toEqual([
    [1, 5],
    [3, 2],
  ]);
  const steady = [0, 1, 2, 3, 9, 10].map((at) => [at, at] as const);
  expect(pieces(steady)).toEqual([
    [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ],
    [
      [9, 9],
      [10, 10],
    ],
  ]);
  expect(
    pieces([
      [0, 1],
      [1, null],
      [2, 3],
    ]),
  ).toEqual([[[0, 1]], [[2, 3]]]);
});

test('texts are cut to their room, and widths add up', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 20, max: 300 }), (raw, room) => {
      const { drawn } = readable(raw);
      expect(widthOf(cutEnd(drawn, room, 12), 12)).toBeLessThanOrEqual(room);
      expect(widthOf(cutMiddle(drawn, room, 12), 12)).toBeLessThanOrEqual(room);
      const lines = wrap(drawn, room, 12, 2, 'bold');
      expect(lines.length).toBeLessThanOrEqual(2);
      for (const line of lines) expect(widthOf(line, 12, 'bold')).toBeLessThanOrEqual(room);
      // What was made readable is so already.
      expect(readable(drawn)).toEqual({ drawn, lost: false });
    }),
  );
});

test('clocks: the hour that is skipped never is, of the one that comes twice the first is meant', () => {
  const berlin = clockIn('Europe/Berlin');
  const wall = { year: 2026, month: 3, day: 29, hour: 2, minute: 30 };
  expect(berlin.at(wall)).toBeNull();
  const twice = berlin.at({ year: 2026, month: 10, day: 25, hour: 2, minute: 30 });
  expect(berlin.wall(twice ?? 0)).toMatchObject({ hour: 2, minute: 30 });
  expect(berlin.nameAt(Date.UTC(2026, 6, 1))).toBe('CEST');
  expect(clockIn('America/New_York').nameAt(Date.UTC(2026, 0, 1))).toBe('EST');
  expect(clockIn('Asia/Tokyo').nameAt(0)).toBe('GMT+9');
});

test('clocks agree with themselves everywhere', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'America/St_Johns',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  ];
  const minute = fc.integer({ min: 0, max: 60 * 24 * 366 * 80 });
  fc.assert(
    fc.property(fc.constantFrom(...zones), minute, (zone, number) => {
      const clock: Clock = clockIn(zone);
      const wall = clock.wall(number * 60_000);
      const at = clock.at(wall);
      expect(at === null ? null : clock.wall(at)).toEqual(wall);
    }),
  );
});

test.each<[string, number, string[]]>([
  ['an hour', 3_600_000, ['00:00', '00:15', '00:30', '00:45', '01:00']],
  ['a day', 24 * 3_600_000, ['00:00', '06:00', '12:00', '18:00', '00:00']],
  ['a week', 7 * 24 * 3_600_000, ['3 Mar', '5 Mar', '7 Mar', '9 Mar']],
  ['a year', 365 * 24 * 3_600_000, ['May', 'Jul', 'Sep', 'Nov', 'Jan', 'Mar']],
])('an axis of %s has marks at whole times', (_name, length, labels) => {
  const from = Date.UTC(2026, 2, 2);
  const place = (at: number) => ((at - from) / length) * 260;
  const ticks = timeTicks(clockIn('UTC'), [from, from + length], place, (label) =>
    widthOf(label, 12),
  );
  expect(ticks.map(({ label }) => label)).toEqual(labels);
});

test('no two of nine lines have the same color, or the same dash and mark', () => {
  const { colors } = lookOf({ theme: 'light', size: 'small' });
  const styles = Array.from({ length: 9 }, (_, index) => styleOf(index, colors));
  expect(new Set(styles.map(({ color }) => color)).size).toBe(9);
  const signs = styles.map(({ dash, mark, hollow }) => [dash, hollow, mark] as const);
  for (const [index, one] of signs.entries()) {
    for (const other of signs.slice(index + 1)) expect(one).not.toEqual(other);
  }
});

test.each([
  [88.34, '%', '88.3 %'],
  [0.04267, 's', '0.043 s'],
  [12_345.6, 'GiB', '12,346 GiB'],
  [1_234_567, '', '1.2M'],
  [0, '%', '0 %'],
  [-5.5, '°C', '-5.5 °C'],
])('%s %s reads “%s”', (value, unit, text) => {
  expect(valueText(value, unit)).toBe(text);
});

describe('marks of time', () => {
  const marks = (zone: string, from: string, to: string, room = 700) => {
    const [begin, end] = [Date.parse(from), Date.parse(to)];
    const place = (at: number) => ((at - begin) / (end - begin)) * room;
    return timeTicks(clockIn(zone), [begin, end], place, (label) => widthOf(label, 12)).map(
      ({ label, below }) => (below === null ? label : `${label} ${below}`),
    );
  };

  test('hours say the day where one begins, and at the first mark', () => {
    expect(marks('Europe/Berlin', '2026-03-02T16:30:00Z', '2026-03-03T03:30:00Z')).toEqual([
      '18:00 2 Mar',
      '19:00',
      '20:00',
      '21:00',
      '22:00',
      '23:00',
      '00:00 3 Mar',
      '01:00',
      '02:00',
      '03:00',
      '04:00',
    ]);
  });

  test('minutes, too, each mark at its time and none outside', () => {
    expect(marks('UTC', '2026-03-02T09:00:00Z', '2026-03-02T09:10:00Z', 320)).toEqual([
      '09:00 2 Mar',
      '09:02',
      '09:04',
      '09:06',
      '09:08',
      '09:10',
    ]);
  });

  test('weeks begin on Monday', () => {
    expect(marks('UTC', '2026-02-26T12:00:00Z', '2026-03-26T12:00:00Z', 300)).toEqual([
      '2 Mar',
      '9 Mar',
      '16 Mar',
      '23 Mar',
    ]);
  });

  test('days and months say the year where one begins', () => {
    expect(marks('UTC', '2025-12-30T00:00:00Z', '2026-01-03T00:00:00Z', 300)).toEqual([
      '30 Dec',
      '31 Dec',
      '1 Jan 2026',
      '2 Jan',
      '3 Jan',
    ]);
    expect(marks('UTC', '2025-10-15T00:00:00Z', '2026-03-15T00:00:00Z', 250)).toEqual([
      'Nov 2025',
      'Dec',
      'Jan 2026',
      'Feb',
      'Mar',
    ]);
  });

  test('years and centuries have marks as well', () => {
    expect(marks('UTC', '2020-06-01T00:00:00Z', '2024-06-01T00:00:00Z', 200)).toEqual([
      'Jan 2021',
      'Jan 2022',
      'Jan 2023',
      'Jan 2024',
    ]);
    expect(marks('UTC', '1985-01-01T00:00:00Z', '2095-01-01T00:00:00Z', 100)).toEqual([
      'Jan 2000',
      'Jan 2050',
    ]);
  });

  test('an hour that clocks skip has no mark, and one that comes twice has one', () => {
    const spring = marks('Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T04:00:00Z', 300);
    expect(spring).toEqual(['00:00 29 Mar', '01:00', '03:00', '04:00', '05:00', '06:00']);
  });
});

describe('marks of values', () => {
  const marks = (values: number[], unit: string, limit: number | null = null) => {
    const { place, ticks } = valueAxis(values, { unit, limit, count: 4 }, [100, 0]);
    return { labels: ticks.map(({ label }) => label), ends: place.domain() };
  };

  test.each([
    ['percentages reach to 100', marks([12, 30], '%'), [0, 100]],
    ['above that, too', marks([130], '%'), [0, 150]],
    ['the limit has its place', marks([1], 'GiB', 40), [0, 40]],
    ['below nothing as well', marks([-20, 10], '°C'), [-20, 10]],
    ['a limit below all', marks([1], '', -3), [-3, 1]],
    ['nothing but nothing', marks([0, 0], ''), [0, 1]],
  ])('%s', (_what, { ends }, expected) => {
    expect(ends).toEqual(expected);
  });

  test('only the highest says the unit, and all have the decimals that tell them apart', () => {
    expect(marks([12], '%').labels).toEqual(['0', '20', '40', '60', '80', '100 %']);
    expect(marks([0.9], 's').labels).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1.0 s']);
    expect(marks([0.02], '').labels).toEqual(['0', '0.005', '0.010', '0.015', '0.020']);
    expect(marks([2_000_000], '').labels).toEqual(['0', '500K', '1M', '1.5M', '2M']);
    expect(marks([70_000], '').labels).toEqual(['0', '20,000', '40,000', '60,000', '80,000']);
  });
});

test.each([
  [99_999.6, '', '100,000'],
  [100_000, '', '100K'],
  [999.94, '', '999.9'],
  [1_000.4, '', '1,000'],
  [9.876, '', '9.88'],
  [10.06, '', '10.1'],
  [0.9876, '', '0.99'],
  [1e-10, '', '0'],
  [0.5, '%', '0.5 %'],
  [1.26, '%', '1.3 %'],
  [1_000.6, '%', '1,001 %'],
])('%s %s is written “%s”', (value, unit, text) => {
  expect(valueText(value, unit)).toBe(text);
});

test('a window says its days, years and times, and both names where the clocks changed', () => {
  const text = (zone: string, from: string, to: string) =>
    windowText(clockIn(zone), Date.parse(from), Date.parse(to));
  expect(text('Europe/Berlin', '2026-11-14T00:00:00Z', '2026-11-27T23:05:00Z')).toBe(
    '14 Nov 2026, 01:00 – 28 Nov 2026, 00:05 CET',
  );
  expect(text('Europe/Berlin', '2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z')).toBe(
    '28 Mar 2026, 01:00 CET – 30 Mar 2026, 02:00 CEST',
  );
  expect(text('UTC', '2026-12-31T23:59:00Z', '2026-12-31T23:59:00Z')).toBe(
    '31 Dec 2026, 23:59 UTC',
  );
});

describe('letters', () => {
  test('one that the font lacks is as wide as a letter can be, one after the other', () => {
    expect(widthOf('天気', 12)).toBe(24);
    expect(widthOf('', 12)).toBe(0);
    expect(widthOf('weather', 24)).toBeCloseTo(2 * widthOf('weather', 12));
    expect(widthOf('weather', 12, 'bold')).toBeGreaterThan(widthOf('weather', 12));
  });

  test('what the font lacks is one question mark a run, or its plain form', () => {
    expect(readable('ｗｅather')).toEqual({ drawn: 'weather', lost: false });
    expect(readable('a天気b')).toEqual({ drawn: 'a?b', lost: true });
    expect(readable('天 気')).toEqual({ drawn: '? ?', lost: true });
    expect(readable(' a\n\u200b b\u0007 ')).toEqual({ drawn: 'a b', lost: false });
  });

  test('cutting leaves as much as there is room for', () => {
    const room = (text: string) => widthOf(text, 12);
    expect(cutEnd('weather', room('weather'), 12)).toBe('weather');
    expect(cutEnd('weather', room('weat…'), 12)).toBe('weat…');
    expect(cutEnd('we ather', room('we …'), 12)).toBe('we…');
    expect(cutEnd('weather', 0, 12)).toBe('…');
    expect(cutMiddle('data-hot-1', room('data-hot-1'), 12)).toBe('data-hot-1');
    expect(cutMiddle('data-hot-1', room('dat…t-1'), 12)).toBe('dat…t-1');
    expect(cutMiddle('data-hot-1', 0, 12)).toBe('…');
  });

  test('lines are broken between words, and the last of them is cut', () => {
    const room = widthOf('one two', 12, 'bold');
    expect(wrap('one two one two', room, 12, 2, 'bold')).toEqual(['one two', 'one two']);
    expect(wrap('one two one two six', room, 12, 2, 'bold')).toEqual(['one two', 'one t…']);
    expect(wrap('one', room, 12, 2, 'bold')).toEqual(['one']);
  });
});

test('what is four times further apart than usual is a gap, and just that is none', () => {
  const at = (...times: number[]) => times.map((time): Known => [time, 1]);
  expect(pieces(at(0, 1, 2, 6)).map((piece) => piece.length)).toEqual([4]);
  expect(pieces(at(0, 1, 2, 6.1)).map((piece) => piece.length)).toEqual([3, 1]);
  expect(pieces(at(0, 10), 5).map((piece) => piece.length)).toEqual([1, 1]);
  expect(pieces([])).toEqual([]);
  expect(pieces([[0, null]])).toEqual([]);
});

test('names with letters that are lacking have their numbers', () => {
  expect(namesOf([{ name: 'data' }, { name: '天気' }, { name: ' ' }])).toEqual({
    drawn: ['data', '#2 ?', '#3'],
    lost: true,
  });
  expect(namesOf([{ name: 'data' }])).toEqual({ drawn: ['data'], lost: false });
});
