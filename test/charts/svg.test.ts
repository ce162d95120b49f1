import fc from 'fast-check';
import { barChart } from '../../src/charts/bar-chart.ts';
import { type Chart, type LineChart, type Series, whyInvalid } from '../../src/charts/chart.ts';
import { widthOf } from '../../src/charts/lettering.ts';
import { lineChart } from '../../src/charts/line-chart.ts';
import { lookOf } from '../../src/charts/look.ts';
import { PICTURES } from './pictures.ts';

const svgOf = (chart: Chart) => (chart.kind === 'bars' ? barChart(chart) : lineChart(chart));

type Box = { text: string; left: number; right: number; top: number; bottom: number };

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Texts of a picture, and where they stand. */
function boxesOf(svg: string): Box[] {
  return [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/g)].map(
    ([, attributes = '', inside = '']) => {
      const read = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1];
      const text = inside.replace(/&[^;]+;/g, (entity) => ENTITIES[entity] ?? entity);
      const size = Number(read('font-size'));
      const width = widthOf(text, size, read('font-weight') ? 'bold' : 'regular');
      const shift =
        { start: 0, middle: width / 2, end: width }[read('text-anchor') ?? 'start'] ?? 0;
      const [x, y] = [Number(read('x')) - shift, Number(read('y'))];
      return { text, left: x, right: x + width, top: y - size * 0.74, bottom: y + size * 0.12 };
    },
  );
}

const textsOf = (svg: string) => boxesOf(svg).map(({ text }) => text);

/** Pairs of texts that touch, and texts that leave the picture. */
function clashes(svg: string): string[] {
  const boxes = boxesOf(svg);
  const [, width = '', height = ''] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  const outside = boxes.filter(
    (box) =>
      box.left < 0 || box.right > Number(width) + 0.5 || box.top < 0 || box.bottom > Number(height),
  );
  const touching = boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (other) =>
          one.left < other.right - 0.5 &&
          other.left < one.right - 0.5 &&
          one.top < other.bottom &&
          other.top < one.bottom,
      )
      .map((other) => `“${one.text}” and “${other.text}”`),
  );
  return [...outside.map(({ text }) => `“${text}” leaves the picture`), ...touching];
}

const LINE = {
  kind: 'lines',
  title: 'weather-prod',
  unit: '%',
  limit: 85,
  theme: 'light',
  size: 'small',
  zone: 'UTC',
} as const;

const chartOf = (changes: Partial<LineChart> & Pick<LineChart, 'series'>): LineChart => ({
  ...LINE,
  ...changes,
});

const at = (hour: number) => Date.UTC(2026, 2, 2, hour);

test.each(Object.entries(PICTURES))(
  'the texts of %s neither touch nor leave the picture',
  (_name, chart) => {
    expect(clashes(svgOf(chart))).toEqual([]);
  },
);

test('title, value, limit, axes and window are there', () => {
  const series = [
    {
      name: 'a',
      points: [
        [at(0), 40],
        [at(12), 86.54],
      ] as const,
    },
  ];
  const texts = textsOf(lineChart(chartOf({ title: 'weather-prod: Storage Used', series })));
  expect(texts).toEqual(
    expect.arrayContaining([
      'weather-prod: Storage Used',
      '86.5 %',
      'Limit 85 %',
      '100 %',
      '0',
      '02:00',
      '2 Mar',
      '2 Mar 2026, 00:00 – 2 Mar 2026, 12:00 UTC',
    ]),
  );
});

test('what comes from outside is escaped, and what cannot be seen is left out', () => {
  const evil = `</text><image href="http://127.0.0.1/x"/>&amp;"'\u202e\u0000\ud800`;
  const series = ['one', 'two'].map((name) => ({
    name: name + evil,
    points: [[at(0), 1]] as const,
  }));
  const svg = lineChart(chartOf({ title: evil, unit: '<b>', subtitle: evil, series }));
  expect(svg).not.toMatch(/<image|<b>/);
  expect(['\u0000', '\u202e', '\ud800'].filter((unseen) => svg.includes(unseen))).toEqual([]);
  expect(textsOf(svg)).toContain(`</text><image href="http://127.0.0.1/x"/>&amp;"'`);
  expect(
    svg.match(/<[a-z]+/g)?.every((each) => ['<svg', '<rect', '<path', '<text'].includes(each)),
  ).toBe(true);
});

test('letters that the font lacks become one question mark, a number tells such names apart, and a note says so', () => {
  const names = ['サーバー', '東京', 'ｗｉｄｅ', 'plain'];
  const series = names.map((name) => ({ name, points: [[at(0), 1]] as const }));
  const texts = textsOf(lineChart(chartOf({ size: 'large', series })));
  expect(texts).toEqual(expect.arrayContaining(['#1 ?', '#2 ?', 'wide', 'plain']));
  expect(texts).toContain(
    '“?” stands for letters that this font lacks; the step gives the full names.',
  );
});

test('a gap breaks the line, and a missing value does', () => {
  const linesIn = (points: Series['points']) =>
    lineChart(chartOf({ limit: null, series: [{ name: 'a', points }] })).match(
      /stroke-linejoin="round"/g,
    )?.length ?? 0;
  const hours = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => [at(from + index), 5] as const);
  expect(linesIn(hours(0, 20))).toBe(1);
  expect(linesIn([...hours(0, 8), ...hours(14, 20)])).toBe(2);
  expect(linesIn([...hours(0, 8), [at(8), null], ...hours(9, 20)])).toBe(2);
});

test('no data is a word and no bar', () => {
  const chart = PICTURES.bars;
  if (chart?.kind !== 'bars') throw new Error('no bars');
  const svg = barChart(chart);
  expect(textsOf(svg).filter((text) => text === 'no data')).toHaveLength(1);
  // The ground, and a bar for each of the four values.
  expect(svg.match(/<rect/g)).toHaveLength(1 + 4);
});

test('of too many lines those that reach highest are drawn, and how many are not is said', () => {
  const series = Array.from({ length: 12 }, (_, index) => ({
    name: `node-${index}`,
    points: [[at(0), index]] as const,
  }));
  const texts = textsOf(lineChart(chartOf({ series })));
  expect(texts.filter((text) => text.startsWith('node-'))).toHaveLength(9);
  expect(texts).not.toContain('node-2');
  expect(texts).toContain('3 more with lower values are not drawn.');
});

test('what lies outside the time window makes no difference', () => {
  const inside: [number, number][] = [
    [at(5), 1],
    [at(6), 2],
  ];
  const draw = (points: [number, number][]) =>
    lineChart(chartOf({ from: at(5), to: at(6), series: [{ name: 'a', points }] }));
  expect(draw([[at(4), 90], ...inside, [at(7), 95]])).toEqual(draw(inside));
});

test.each<[string, Partial<LineChart>]>([
  ['there is no value in this time', { series: [{ name: 'a', points: [[at(0), null]] }] }],
  ['there is no value in this time', { series: [] }],
  [
    'there is no value in this time',
    { from: at(5), series: [{ name: 'a', points: [[at(0), 1]] }] },
  ],
  ['“Moon/Sea” is not a time zone such as Europe/Berlin', { zone: 'Moon/Sea' }],
  [
    'a point has no time between the years 1970 and 9999',
    { series: [{ name: 'a', points: [[Number.NaN, 1]] }] },
  ],
  [
    'the value Infinity is too large to draw',
    { series: [{ name: 'a', points: [[0, Number.POSITIVE_INFINITY]] }] },
  ],
  ['the title is longer than 300 characters', { title: 'x'.repeat(301) }],
  ['the unit is longer than 12 characters', { unit: 'kilometers per hour' }],
  ['the time window does not begin before it ends', { from: 2, to: 1 }],
])('%s', (invalid, changes) => {
  expect(whyInvalid(chartOf({ series: [{ name: 'a', points: [[0, 1]] }], ...changes }))).toBe(
    invalid,
  );
});

test('whatever is drawn, no texts touch, and everything written is a number', () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.double({ min: -1e15, max: 1e15, noNaN: true }),
    fc.double({ min: 0, max: 100, noNaN: true }),
  );
  const point = fc.tuple(fc.integer({ min: 0, max: 253_402_300_799_999 }), value);
  const near = fc.tuple(fc.integer({ min: at(0), max: at(600) }), value);
  const series = fc.record({
    name: fc.string({ unit: 'grapheme', maxLength: 60 }),
    points: fc.oneof(fc.array(point, { maxLength: 30 }), fc.array(near, { maxLength: 30 })),
  });
  const words = fc.stringMatching(/^([a-z]{1,12} ){1,16}$/);
  const chart = fc.record({
    kind: fc.constant('lines' as const),
    title: fc.oneof(words, fc.string({ unit: 'grapheme', maxLength: 120 })),
    unit: fc.constantFrom('', '%', 'GiB'),
    limit: fc.oneof(fc.constant(null), fc.double({ min: -1e6, max: 1e6, noNaN: true })),
    theme: fc.constantFrom('light' as const, 'dark' as const),
    size: fc.constantFrom('small' as const, 'large' as const),
    zone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
    // The last value of a single line stands beside the title.
    series: fc.oneof(fc.array(series, { maxLength: 1 }), fc.array(series, { maxLength: 12 })),
  });
  fc.assert(
    fc.property(chart, (drawn) => {
      if (whyInvalid(drawn) !== null) return;
      const svg = lineChart(drawn);
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
      expect(clashes(svg)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test.each(['light', 'dark'] as const)('%s texts and lines stand out from their ground', (theme) => {
  const { colors } = lookOf({ theme, size: 'small' });
  const contrast = (color: string) => {
    const [a, b] = [luminance(color), luminance(colors.ground)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  for (const color of [colors.text, colors.quiet, colors.limit]) {
    expect(contrast(color)).toBeGreaterThan(4.5);
  }
  for (const color of colors.series) expect(contrast(color)).toBeGreaterThan(3);
});

/** Of a color as `#rrggbb`, as WCAG defines it. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const part = Number.parseInt(color.slice(from, from + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('bars', () => {
  const { colors } = lookOf(LINE);
  const barsOf = (values: (number | null)[], limit: number | null = null, unit = 'GiB') => {
    const bars = values.map((value, index) => ({ name: `node ${index}`, value }));
    const svg = barChart({ ...LINE, kind: 'bars', limit, unit, bars });
    const rects = [
      ...svg.matchAll(/<rect x="([\d.-]+)"[^>]* width="([\d.]+)"[^>]* fill="([^"]+)"/g),
    ];
    return {
      bars: rects.map(([, x, width, fill]) => ({ x: Number(x), width: Number(width), fill })),
      texts: textsOf(svg),
    };
  };

  test('are as long as their values, from nothing to both sides', () => {
    const [two = { x: 0, width: 0 }, four, less] = barsOf([20, 40, -20]).bars;
    expect(four?.x).toBe(two.x);
    expect(four?.width).toBeCloseTo(2 * two.width);
    expect(less?.width).toBeCloseTo(two.width);
    expect(less?.x).toBeCloseTo(two.x - two.width);
  });

  test('that reach the limit have its color, and one of nothing can be seen', () => {
    const { bars } = barsOf([84.9, 85, 0], 85, '%');
    expect(bars.map(({ fill }) => fill)).toEqual([
      colors.series[0],
      colors.limit,
      colors.series[0],
    ]);
    expect(bars[2]?.width).toBe(1);
  });

  test('beyond what there is room for are counted', () => {
    const many = (count: number) => barsOf(Array.from({ length: count }, () => 1));
    const most = many(200).bars.length;
    const note = (count: number) => many(count).texts.find((text) => /not drawn/.test(text));
    expect(note(most)).toBeUndefined();
    expect(note(most + 1)).toBe('1 more is not drawn.');
    expect(note(most + 2)).toBe('2 more are not drawn.');
  });
});
