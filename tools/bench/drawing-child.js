/** Draws one chart of so many points with the built app's part that draws; tells time and memory. */
const [, , module = '', points = '0'] = process.argv;
const before = process.memoryUsage().rss;
const started = performance.now();
const { draw } = await import(module);
const series = [
  {
    name: 'data-hot-0',
    points: Array.from({ length: Number(points) }, (_, at) => [
      at * 300_000,
      50 + 40 * Math.sin(at * 1.7),
    ]),
  },
];
const drawing = await draw({
  kind: 'lines',
  title: 'weather-prod: CPU',
  unit: '%',
  limit: 85,
  theme: 'light',
  size: 'large',
  zone: 'UTC',
  series,
});
if ('invalid' in drawing) throw new Error(drawing.invalid);
const ms = performance.now() - started;
const mib = (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
console.log(JSON.stringify({ ms, mib, bytes: drawing.png.length }));
