import App from '../../index.ts';
import {
  allFieldsOf,
  exampleOf,
  fieldsOf,
  isCreate,
  keyOf,
  onStage,
  outputsOf,
  perform,
  rows,
  runnable,
  type Step,
  steps,
} from './walk.ts';

const dropdowns = runnable.filter((step) => step.type === 'dropdown');
const stepOf = (key: string, type: Step['type']) =>
  steps.find((step) => keyOf(step) === key && step.type === type);

describe.each(rows(steps))('%s', (_key, step) => {
  test('its dropdowns are hidden triggers that have the keys named', () => {
    for (const { key, dynamic } of fieldsOf(step)) {
      if (!dynamic) continue;
      const [trigger = '', id = '', label = ''] = dynamic.split('.');
      const dropdown = stepOf(trigger, 'dropdown');
      expect({ key, hidden: dropdown?.definition.display.hidden }).toEqual({ key, hidden: true });
      expect(Object.keys(dropdown?.definition.operation.sample ?? {})).toEqual(
        expect.arrayContaining([id, label]),
      );
    }
  });

  test('its search steps are searches that have the key named', () => {
    for (const { search: reference } of fieldsOf(step)) {
      if (!reference) continue;
      const [search = '', id = ''] = reference.split('.');
      expect(stepOf(search, 'search')?.definition.operation.sample).toHaveProperty(id);
    }
  });

  test('what chooses by id has a dropdown or choices', () => {
    const typed = fieldsOf(step).filter(
      ({ key, dynamic, choices }) => /_id$/.test(key) && !dynamic && !choices,
    );
    expect(typed.map(({ key }) => key)).toEqual([]);
  });
});

describe.each(rows(dropdowns))('the dropdown %s', (_key, step) => {
  test('is used', () => {
    const users = steps.filter((one) =>
      allFieldsOf(one).some(({ dynamic }) => dynamic?.startsWith(`${keyOf(step)}.`)),
    );
    expect(users).not.toEqual([]);
  });

  test('shows names rather than ids, and has an end', async () => {
    await onStage(step, async ({ zapier, input }) => {
      const items = await perform(zapier, step, input);
      for (const { id, label } of items) {
        expect(typeof id).toBe('string');
        expect(label).toMatch(/\S/);
        expect(label).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
      }
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      expect(await zapier.dropdown(keyOf(step), input, { page: 50 })).toEqual([]);
    });
  });
});

const pairs = Object.values(App.searchOrCreates ?? {}) as { search: string; create: string }[];

describe.each(pairs.map((pair) => [pair.search, pair] as const))(
  'find or create %s',
  (_key, pair) => {
    const search = stepOf(pair.search, 'search');
    const create = stepOf(pair.create, 'create');

    test('is a search and a create whose outputs cover those of the search', () => {
      if (!search || !create) throw new Error('a half of it is missing');
      const made = outputsOf(create).map(({ key }) => key);
      const found = outputsOf(search).map(({ key }) => key);
      expect(found.filter((key) => !made.includes(key))).toEqual([]);
    });

    test('finds what is there, and makes what is not', async () => {
      if (!search || !create) throw new Error('a half of it is missing');
      await onStage(
        search,
        async ({ cloud, zapier, input }) => {
          const made = { ...exampleOf(create).input };
          const there = await zapier.searchOrCreate(pair.search, input, made);
          expect(there).toMatchObject({ found: true, item: exampleOf(search).expect });
          expect(await cloud.control.changes()).toEqual([]);

          const fieldKeys = fieldsOf(search).map(({ key }) => key);
          // Where a function makes the fields to search by, the example fills them in.
          const byColumn = Object.keys(input).find((key) => !fieldKeys.includes(key));
          const [field] = fieldsOf(search).filter(({ required }) => required);
          const other = { ...input, [byColumn ?? field?.key ?? '']: 'nobody.knows@example.com' };
          await exampleOf(create).prepare?.(cloud.control);
          const missing = await zapier.searchOrCreate(pair.search, other, made);
          expect(missing).toMatchObject({ found: false, item: exampleOf(create).expect });
          expect(Object.keys(missing.item)).toEqual(
            expect.arrayContaining(Object.keys(there.item)),
          );
        },
        { whole: true },
      );
    });
  },
);

test('creates are what the API changes, searches are not', () => {
  expect(steps.filter(isCreate).every((step) => !keyOf(step).startsWith('find_'))).toBe(true);
});
