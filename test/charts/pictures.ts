/** Pictures that must stay as they are: what real data look like at their worst. */
import type { Chart, Point } from '../../src/charts/chart.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 14);

/** The same numbers each time: a walk between two bounds. */
function walk(seed: number, count: number, stepMs: number, [low, high]: [number, number]): Point[] {
  let state = seed;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  let value = low + random() * (high - low);
  return Array.from({ length: count }, (_, index): Point => {
    value = Math.min(high, Math.max(low, value + (random() - 0.5) * (high - low) * 0.12));
    return [START + index * stepMs, value];
  });
}

const storage = Array.from({ length: 14 * 24 }, (_, hour): Point => {
  const value = 62 + hour * 0.075 + Math.sin(hour / 5) * 1.2;
  return [START + hour * HOUR, value];
});

const line = {
  kind: 'lines',
  title: 'weather-prod: Storage Used',
  unit: '%',
  limit: 85,
  theme: 'light',
  size: 'small',
  zone: 'Europe/Berlin',
} as const;

const nodes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `data-hot-${index}`,
    points: walk(index + 3, 288, 5 * 60_000, [index * 9, index * 9 + 26]),
  }));

const LONG =
  'a very long title of a chart that nobody would type but that a mapped field may hold any day';

export const PICTURES: Record<string, Chart> = {
  gap: {
    ...line,
    series: [{ name: 'a', points: storage.filter((_, at) => at < 150 || at > 190) }],
  },
  'one-point': { ...line, theme: 'dark', series: [{ name: 'a', points: [[START, 86.5]] }] },
  spikes: {
    ...line,
    size: 'large',
    title: 'weather-prod: CPU of data-hot-0',
    series: [
      {
        name: 'a',
        points: walk(7, 10_000, 300_000, [20, 80]).map(([at, value], index) => [
          at,
          index === 4321 ? 99 : value,
        ]),
      },
    ],
  },
  'nine-nodes': {
    ...line,
    limit: null,
    title: 'weather-prod: CPU',
    size: 'large',
    theme: 'dark',
    series: nodes(9),
  },
  'nine-nodes-small': { ...line, limit: 90, title: 'weather-prod: CPU', series: nodes(9) },
  'three-nodes': {
    ...line,
    size: 'large',
    limit: 80,
    title: 'weather-prod: Heap Memory',
    subtitle: 'Per node, every 5 minutes',
    series: nodes(3),
  },
  flat: {
    ...line,
    unit: '',
    limit: null,
    title: 'weather-prod: Shards per Node',
    series: [{ name: 'a', points: storage.map(([at]) => [at, 96]) }],
  },
  zeros: {
    ...line,
    unit: 'GiB',
    limit: null,
    title: 'Nothing at All',
    series: [{ name: 'a', points: storage.map(([at]) => [at, 0]) }],
  },
  negative: {
    ...line,
    unit: '°C',
    limit: null,
    theme: 'dark',
    title: 'Outside',
    series: [{ name: 'Zürich', points: walk(11, 200, HOUR, [-14, 6]) }],
  },
  'long-names': {
    ...line,
    title: LONG,
    subtitle: LONG,
    series: [
      {
        name: 'crate-data-hot-e1e38d92-0000-48f1-8a70-000000000003-0',
        points: walk(1, 50, HOUR, [1, 50]),
      },
      { name: 'サーバー東京-07 <b>&amp;"', points: walk(2, 50, HOUR, [20, 70]) },
      { name: 'Ελληνικά Кириллица Tiếng Việt', points: walk(3, 50, HOUR, [40, 90]) },
    ],
  },
  large: {
    ...line,
    unit: '',
    limit: 1_200_000,
    title: 'Rows Written',
    series: [{ name: 'a', points: storage.map(([at, value]) => [at, (value ?? 0) * 14_000]) }],
  },
  tiny: {
    ...line,
    unit: 's',
    limit: null,
    title: 'Query Duration',
    series: [
      { name: 'a', points: storage.slice(0, 30).map(([at, value]) => [at, (value ?? 0) / 20_000]) },
    ],
  },
  year: {
    ...line,
    limit: 70,
    size: 'large',
    title: 'A Year',
    series: [{ name: 'a', points: walk(5, 365, 24 * HOUR, [10, 60]) }],
  },
  'clocks-change': {
    ...line,
    title: 'Two Hours Twice',
    series: [
      {
        name: 'a',
        points: walk(5, 60, 10 * 60_000, [10, 60]).map(([at, value]) => [
          at - START + Date.UTC(2026, 9, 24, 22),
          value,
        ]),
      },
    ],
  },
  bars: {
    kind: 'bars',
    title: 'weather-prod: Storage Used per Node',
    unit: '%',
    limit: 85,
    theme: 'light',
    size: 'small',
    bars: [
      { name: 'data-hot-0', value: 73.8 },
      { name: 'data-hot-1', value: 90.6 },
      { name: 'data-hot-2', value: null },
      { name: 'a-node-with-a-name-that-is-much-too-long-01', value: 37.1 },
      { name: 'サーバー東京', value: 0 },
    ],
  },
  'bars-dark': {
    kind: 'bars',
    title: 'Change Since Last Week',
    unit: 'GiB',
    theme: 'dark',
    size: 'large',
    bars: [
      { name: 'weather-prod', value: 120.4 },
      { name: 'iot-eu', value: -34 },
      { name: 'sandbox', value: 3 },
    ],
  },
};

/** Those whose picture is stored, to be compared. */
export const STORED = [
  'gap',
  'one-point',
  'spikes',
  'nine-nodes-small',
  'negative',
  'long-names',
  'bars',
  'bars-dark',
];
