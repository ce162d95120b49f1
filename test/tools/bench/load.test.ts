/** The cases of a very large account are steps of the app, with inputs that these have. */
import app from '../../../index.ts';
import { CASES } from '../../../tools/bench/load.ts';

type Steps = Record<string, { operation: { inputFields?: unknown[] } }>;

const { triggers, searches } = app as unknown as Record<'triggers' | 'searches', Steps>;

test.each(CASES.map((one) => [one.name, one] as const))('%s', (_name, { method, input = {} }) => {
  const [kind, key = ''] = method.split('.');
  const step = (kind === 'triggers' ? triggers : searches)[key];
  const fields = (step?.operation.inputFields ?? []).flatMap((field) =>
    typeof field === 'object' && field !== null && 'key' in field ? [field.key] : [],
  );
  expect(step).toBeDefined();
  expect(Object.keys(input).filter((one) => !fields.includes(one))).toEqual([]);
});
