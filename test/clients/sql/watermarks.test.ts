import fc from 'fast-check';
import {
  DEFAULT_WATERMARKS,
  reachedAt,
  readWatermark,
  readWatermarks,
} from '../../../src/clients/sql/watermarks.ts';

const GIB = 1024 ** 3;

test.each([
  ['85%', { percent: 85 }],
  [' 87.5 % ', { percent: 87.5 }],
  ['0.9', { percent: 90 }],
  ['1', { percent: 100 }],
  ['100gb', { freeBytes: 100 * GIB }],
  ['1.5TB', { freeBytes: 1536 * GIB }],
  ['500b', { freeBytes: 500 }],
  ['101%', null],
  ['85', null],
  ['-1', null],
  ['low', null],
  [null, null],
  [{}, null],
])('the setting %j is %j', (text, expected) => expect(readWatermark(text)).toEqual(expected));

test('bytes that must be left are a percentage of each disk', () => {
  expect(reachedAt({ freeBytes: 10 * GIB }, 100 * GIB)).toBeCloseTo(90);
  expect(reachedAt({ freeBytes: 10 * GIB }, 5 * GIB)).toBe(0);
  expect(reachedAt({ percent: 85 }, 5 * GIB)).toBe(85);
});

const answering = (...row: unknown[]) => ({
  read: async () => ({ columns: [], types: [], rows: row.length ? [row] : [], rowCount: 1 }),
});

test('each is read as the cluster has it set, and what cannot be read is the default', async () => {
  expect(await readWatermarks(answering('0.7', '20gb', '99%'))).toEqual({
    low: { percent: 70 },
    high: { freeBytes: 20 * GIB },
    floodStage: { percent: 99 },
  });
  expect(await readWatermarks(answering(null, 'soon', '93%'))).toEqual({
    ...DEFAULT_WATERMARKS,
    floodStage: { percent: 93 },
  });
  expect(await readWatermarks(answering())).toEqual(DEFAULT_WATERMARKS);
});

test('a watermark is never reached below nothing or above all', () => {
  const text = fc.oneof(
    fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`),
    fc.integer({ min: 0, max: 4000 }).map((gib) => `${gib}gb`),
  );
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 4000 }), (setting, gib) => {
      const mark = readWatermark(setting);
      expect(mark && reachedAt(mark, gib * GIB)).toBeGreaterThanOrEqual(0);
      expect(mark && reachedAt(mark, gib * GIB)).toBeLessThanOrEqual(100);
    }),
  );
});
