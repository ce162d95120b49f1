import fc from 'fast-check';
import { type Clock, clockIn } from '../../src/charts/clock.ts';
import metrics from '../../src/charts/font-metrics.json' with { type: 'json' };
import { cutEnd, cutMiddle, readable, widthOf, wrap } from '../../src/charts/lettering.ts';
import { inOrder, type Known, pieces, thinned } from '../../src/charts/lines.ts';
import { lookOf, styleOf } from '../../src/charts/look.ts';
import { timeTicks } from '../../src/charts/time-axis.ts';
import { valueText } from '../../src/charts/values.ts';
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
