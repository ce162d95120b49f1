/** What stands in the SQL of calculated columns; all texts are as a CrateDB 5.8.7 or 6.4.3 printed them. */
import { isSteady, namesIn } from '../../../src/clients/sql/calculation.ts';

test.each([
  ["date_trunc('month', ts)", ['ts']],
  ['extract(DAY FROM "Ts")', ['Ts']],
  ['((cast(day AS TEXT) || time) || timestamp)', ['day', 'time', 'timestamp']],
  ['concat(cast(day AS text), time)', ['day', 'time']],
  ['cast(ts AS timestamp without time zone)', ['ts']],
  ['cast(a AS numeric(4,2))', ['a']],
  ["(ts + 'P1D'::interval)", ['ts']],
  ['(n % 10::bigint)', ['n']],
  ["CASE WHEN (n > 3::bigint) THEN 'it''s ts' ELSE \"order\" END", ['n', 'order']],
  ["date_trunc('week', o['t s'])", ['o.t s']],
  ["upper(o['p']['it''s'])", ["o.p.it's"]],
  ['arr[1]', ['arr']],
  ['upper("no ""w(")', ['no "w(']],
  ["((NOT (id IS NULL)) AND (id LIKE 'a%'))", ['id', 'id']],
  ['now()', []],
])('%s uses %j', (calculation, names) => {
  expect(namesIn(calculation).map((path) => path.join('.'))).toEqual(names);
});

test.each([
  ["date_trunc('month', ts)", true],
  ["concat(id, 'now()')", true],
  ['upper("now")', true],
  ['upper(now)', true],
  ['now()', false],
  ["date_trunc('day', CURRENT_TIMESTAMP)", false],
  ['current_timestamp(3)', false],
  ['curdate()', false],
  ['gen_random_text_uuid()', false],
  ['(n + random())', false],
])('%s gives the same each time: %j', (calculation, steady) => {
  expect(isSteady(calculation)).toBe(steady);
});
