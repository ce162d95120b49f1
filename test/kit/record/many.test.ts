import { MOST_LINES, many, manyRecord } from '../../../src/kit/record/many.ts';
import { sampleOf, text } from '../../../src/kit/record/static.ts';

test('many are one result, cut at five hundred, and none is no result', () => {
  const found = Array.from({ length: MOST_LINES }, (_, index) => index);
  expect(many([])).toEqual([]);
  expect(many(found)).toEqual([{ count: 500, cut: false, results: found }]);
  expect(many([...found, 500])).toEqual([{ count: 501, cut: true, results: found }]);
  expect(many([1], 3)).toEqual([{ count: 3, cut: true, results: [1] }]);
  expect(sampleOf(manyRecord('Usage', { node: text('Node', 'data-0') }, [{}, {}]))).toMatchObject({
    count: 2,
    cut: false,
    results: [{ node: 'data-0' }, { node: 'data-0' }],
  });
});
