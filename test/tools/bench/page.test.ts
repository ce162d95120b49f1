import { readFileSync } from 'node:fs';
import { withFigures } from '../../../tools/bench/page.ts';
import { measure } from '../../../tools/bench/pairs.ts';

const PAGE = readFileSync(new URL('../../../docs/performance.md', import.meta.url), 'utf8');

const placed = (name: string, page: string) =>
  new RegExp(`<!-- figures: ${name} -->\n([\\s\\S]*?)\n<!-- end -->`).exec(page)?.[1];

const DRAWN = [
  measure('drawing_10000_points_ms', 'ms', [[812.4, 1_000]], { of: 'value', most: 1_000 }),
  measure('drawing_10000_points_memory', 'MiB', [[171, 150]], { of: 'value', most: 150 }),
];

test('what was measured takes the place of what stood there, and what misses its aim is bold', () => {
  expect(placed('drawing', withFigures(PAGE, DRAWN))).toBe(
    [
      '| | Measured | Against | Ratio | Spread | Aim |',
      '|---|---|---|---|---|---|',
      '| time | 812 ms |  |  |  | ≤ 1,000 |',
      '| memory | **171 MiB** |  |  |  | ≤ 150 |',
    ].join('\n'),
  );
});

test('a ratio is told with its floor and its spread', () => {
  const names = [
    'poll_1000_clusters',
    'poll_1000_clusters_beside_plain',
    'users_10000',
    'users_10000_beside_plain',
  ];
  const pairs: [number, number][] = [
    [30, 20],
    [32, 20],
    [33, 20],
  ];
  const page = withFigures(
    PAGE,
    names.map((name) => measure(name, 'ms', pairs, { of: 'ratio', most: 1.5 })),
  );
  expect(placed('large', page)).toContain(
    '| poll of New Cluster, 1,000 clusters | 32 ms | 20 ms | **1.6** | 1.55 to 1.63 | ≤ × 1.5 |',
  );
});

test('what was not measured, or not all of it, stays as it is, and so does the text', () => {
  const changed = withFigures(PAGE, DRAWN.slice(0, 1));
  const names = [...PAGE.matchAll(/<!-- figures: (\w+) -->/g)].map(([, name]) => String(name));
  expect(names.length).toBeGreaterThan(8);
  for (const name of names.filter((each) => each !== 'machine')) {
    expect(placed(name, changed)).toBe(placed(name, PAGE));
  }
  expect(placed('machine', changed)).toMatch(/^Measured on \d{4}-\d\d-\d\d with Node v\d+/);
});

test('a place that nothing belongs into is a mistake', () => {
  expect(() => withFigures('<!-- figures: nothing -->\n\n<!-- end -->', [])).toThrow('nothing');
});
