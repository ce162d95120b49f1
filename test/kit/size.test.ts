import fc from 'fast-check';
import { OUTPUT_BYTES } from '../../src/base/limits.ts';
import type { Refusal } from '../../src/kit/errors.ts';
import type { InputField } from '../../src/kit/fields/read.ts';
import { isSurelySmall, withinSize } from '../../src/kit/size.ts';

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const fields = [
  { key: 'cluster_id', label: 'Cluster', dynamic: 'cluster.id.label' },
  { key: 'organization_id', label: 'Organization', dynamic: 'organization.id.label' },
];

test('what fits is given as it is', () => {
  const items = many(1_000, (index) => ({ id: `i${index}`, text: 'x'.repeat(1_000) }));
  expect(withinSize(items, 'id')).toBe(items);
});

test('the bytes count, not the characters', () => {
  const text = '\u0001'.repeat(900);
  const items = many(1_000, (index) => ({ id: `i${index}`, text }));
  expect(bytesOf(items)).toBeGreaterThan(OUTPUT_BYTES);
  const fitted = withinSize(items, 'id');
  expect(bytesOf(fitted)).toBeLessThanOrEqual(OUTPUT_BYTES);
  expect(fitted.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
});

test('lists inside of items are cut, and their number stays', () => {
  const tables = many(1_500, (index) => ({
    name: `doc.${'long_name_of_a_table_'.repeat(3)}${index}`,
  }));
  const backups = many(100, (index) => ({ id: `b${index}`, table_count: tables.length, tables }));
  expect(bytesOf(backups)).toBeGreaterThan(OUTPUT_BYTES);
  const fitted = withinSize(backups, 'id');
  expect(bytesOf(fitted)).toBeLessThanOrEqual(OUTPUT_BYTES);
  expect(fitted).toHaveLength(100);
  expect(fitted[99]).toMatchObject({ id: 'b99', table_count: 1_500 });
  expect(fitted[0]?.tables).toEqual(tables.slice(0, 500));
});

test('texts are shortened with a sign, but for what tells items apart and for files', () => {
  const id = 'i'.repeat(3_000);
  const file = `hydrate|||${'x'.repeat(3_000)}|||hydrate`;
  const items = many(100, () => ({ id, file, context: `🙂${'c'.repeat(60_000)}` }));
  const [first] = withinSize(items, 'id');
  expect(first?.id).toBe(id);
  expect(first?.file).toBe(file);
  expect(first?.context).toMatch(/^🙂c{10000,}…$/);
});

test('no item is left out of a whole list, or the error names what makes it fewer', () => {
  const person = (index: number) => ({
    id: `${index}`.padStart(36, '0'),
    email: `${'e'.repeat(100)}${index}@example.com`,
    note: null,
    name: 'n'.repeat(100),
  });
  const twenty = many(20_000, person);
  const fitted = withinSize(twenty, 'id', fields);
  expect(bytesOf(fitted)).toBeLessThanOrEqual(OUTPUT_BYTES);
  expect(fitted.map(({ id }) => id)).toEqual(twenty.map(({ id }) => id));
  expect(() => withinSize(many(60_000, person), 'id', fields)).toThrow('there are 60000');
  expect(() => withinSize(many(60_000, person), 'id', fields)).toThrow(
    expect.objectContaining({ next: 'Narrow them down with “Organization”.' }),
  );
});

test('10,000 members keep their addresses whole, for what others say already goes first', () => {
  const organization = 'o'.repeat(36);
  const member = (index: number) => {
    const user = `${index}`.padStart(36, 'u');
    return {
      id: `${organization}:${user}`,
      summary: `User ${index} (a.rather.long.address.${index}@engineering.example.com) joined Alpine Weather.`,
      user_id: user,
      email: `a.rather.long.address.${index}@engineering.example.com`,
      name: `User ${index}`,
      username: `auth0|${user}`,
      role: 'org_member',
      role_name: 'Organization Member',
      organization_id: organization,
      organization_name: 'Alpine Weather',
      project_id: null,
      project_name: null,
      console_url: 'https://console.cratedb.cloud/',
    };
  };
  const members = many(10_000, member);
  expect(bytesOf(members)).toBeGreaterThan(OUTPUT_BYTES);
  const fitted = withinSize(members, 'id', fields);
  expect(bytesOf(fitted)).toBeLessThanOrEqual(OUTPUT_BYTES);
  const { summary, console_url, project_id, project_name, ...rest } = member(9_999);
  expect(fitted[9_999]).toEqual(rest);
});

test('whatever there is, what is given fits, with each item and all counts', () => {
  const shape = fc.record({
    items: fc.integer({ min: 1, max: 3_000 }),
    entries: fc.constantFrom(0, 3, 400, 3_000),
    characters: fc.constantFrom(10, 300, 20_000),
  });
  // What takes more memory than an answer may hold is made of few of them.
  const within = shape.filter(
    (one) => one.items * (one.entries * 20 + one.characters) < 40_000_000,
  );
  fc.assert(
    fc.property(within, ({ items, entries, characters }) => {
      const lines = many(entries, (index) => ({ name: `doc.table_${index}` }));
      const all = many(items, (index) => ({
        id: `i${index}`,
        count: entries,
        lines,
        text: 'ü'.repeat(characters),
      }));
      const fitted = withinSize(all, 'id');
      expect(bytesOf(fitted)).toBeLessThanOrEqual(OUTPUT_BYTES);
      expect(fitted.map(({ id, count }) => [id, count])).toEqual(
        all.map(({ id, count }) => [id, count]),
      );
    }),
    { numRuns: 15, seed: 4 },
  );
});

test('texts and lists are cut to the roomiest that fits, and no half character is left', () => {
  const shortened = (count: number, item: object) => {
    const [first] = withinSize(
      many(count, (index) => ({ id: index, ...item })),
      'id',
    ) as Record<string, unknown>[];
    return first;
  };
  const cut = (count: number, length: number) =>
    shortened(count, { text: 't'.repeat(length) })?.text;
  expect(cut(100, 60_000)).toBe(`${'t'.repeat(20_000)}…`);
  expect(cut(400, 21_000)).toBe(`${'t'.repeat(5_000)}…`);
  expect(cut(2_000, 6_000)).toBe(`${'t'.repeat(1_000)}…`);
  expect(cut(10_000, 1_100)).toBe(`${'t'.repeat(200)}…`);
  expect(cut(50_000, 210)).toBe(`${'t'.repeat(40)}…`);
  const text = `${'t'.repeat(19_999)}🙂${'t'.repeat(40_000)}`;
  expect(shortened(100, { inner: { list: [text] } })?.inner).toEqual({
    list: [`${'t'.repeat(19_999)}…`],
  });
  const list = many(600, () => 'x'.repeat(100));
  expect(shortened(90, { list })?.list).toHaveLength(500);
  expect(shortened(400, { list })?.list).toHaveLength(100);
});

test('blank outputs go with what is said twice, and nothing else', () => {
  const item = { summary: 's', console_url: 'c', admin_ui_url: 'a', zero: 0, no: false };
  const blank = { text: '', nothing: null, list: [] };
  const items = many(45_000, (id) => ({ id, ...item, ...blank, name: 'n'.repeat(60) }));
  const [first] = withinSize(items, 'id');
  expect(first).toEqual({ id: 0, zero: 0, no: false, name: 'n'.repeat(60) });
});

test('what makes it fewer is told: dropdowns, or else the first field', () => {
  const nextFor = (...given: InputField[]) => {
    try {
      return withinSize(
        many(200_000, (id) => ({ id, text: 'x'.repeat(40) })),
        'id',
        given,
      );
    } catch (error) {
      return (error as Refusal).next;
    }
  };
  const [cluster, organization] = fields as [InputField, InputField];
  const name = { key: 'name', label: 'Name' };
  const project = { key: 'project_id', label: 'Project', dynamic: 'project.id.label' };
  expect(nextFor()).toBe('Look for fewer at once.');
  expect(nextFor(name, project)).toBe('Narrow them down with “Project”.');
  expect(nextFor(name, cluster)).toBe('Narrow them down with “Name”.');
  expect(nextFor(organization, project)).toBe('Narrow them down with “Organization” or “Project”.');
});

test('what is surely small need not be written to be measured', () => {
  expect(isSurelySmall([{ id: 'a', count: 1, list: [null, true] }])).toBe(true);
  const most = Math.floor(OUTPUT_BYTES / 6);
  expect(isSurelySmall(['x'.repeat(most - 1)])).toBe(true);
  expect(isSurelySmall(['x'.repeat(most + 1)])).toBe(false);
  expect(isSurelySmall(many(most / 5, () => 1))).toBe(false);
  expect(isSurelySmall(many(100, () => ({ ['k'.repeat(60_000)]: '' })))).toBe(false);
});
