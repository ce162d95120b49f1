/** That each report is held by a test that there is, was mended in a place that there is, and has a sister. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DISKS } from './disks.ts';
import { INPUTS } from './inputs.ts';
import { REPLIES } from './replies.ts';
import type { Report, Test } from './report.ts';
import { sourceOf } from './sources.ts';

const root = new URL('../../', import.meta.url);
const REPORTS: readonly Report[] = [...INPUTS, ...REPLIES, ...DISKS];

/** What is not so of a test that is named, in sentences. */
function missingOf({ file, name, given }: Test): string[] {
  if (!existsSync(fileURLToPath(new URL(file, root)))) return [`there is no ${file}`];
  const { tests, text } = sourceOf(file);
  return [
    ...(tests.filter((one) => one === name).length === 1 ? [] : [`${file} has no test “${name}”`]),
    ...(given === undefined || text.includes(given) ? [] : [`${file} has no case ${given}`]),
  ];
}

function missingIn({ held, mended, sister }: Report): string[] {
  const { file, name } = sister;
  const [ruleFile, rule] = sister.rule;
  return [
    ...held.flatMap(missingOf),
    ...mended
      .filter(([place, exported]) => !sourceOf(place).exported.includes(exported))
      .map(([place, exported]) => `${place} exports no ${exported}`),
    ...mended
      .filter(([place]) => !/^(src|sandbox)\//.test(place))
      .map(([place]) => `${place} is no product`),
    ...missingOf({ file, name }),
    ...(sourceOf(ruleFile).named.includes(rule) ? [] : [`${ruleFile} has no rule “${rule}”`]),
  ];
}

test.each(REPORTS.map((report) => [report.seen, report] as const))('%s', (_seen, report) => {
  expect(missingIn(report)).toEqual([]);
});

test('each report is told once, and what is right beside it', () => {
  const told = REPORTS.map(({ seen }) => seen);
  expect(told.filter((seen, index) => told.indexOf(seen) !== index)).toEqual([]);
  expect(
    REPORTS.filter(({ seen, right }) => !/^[A-Z].*\.$/.test(seen) || !/^[A-Z].*\.$/.test(right)),
  ).toEqual([]);
});

test('what is not there is noticed', () => {
  const [some] = REPORTS as readonly [Report];
  const [place] = some.mended;
  const wrong: Report[] = [
    { ...some, held: [{ ...some.held[0], file: 'test/none.test.ts' }] },
    { ...some, held: [{ ...some.held[0], name: 'none' }] },
    { ...some, held: [{ ...some.held[0], given: 'none such' }] },
    { ...some, mended: [[place[0], 'none']] },
    { ...some, mended: [['test/reports/sources.ts', 'sourceOf']] },
    { ...some, sister: { ...some.sister, name: 'none' } },
    { ...some, sister: { ...some.sister, rule: [some.sister.rule[0], 'none such'] } },
  ];
  expect(wrong.map((report) => missingIn(report).length)).toEqual(wrong.map(() => 1));
});
