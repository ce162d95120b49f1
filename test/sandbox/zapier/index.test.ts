import type { Zapier } from '../../../sandbox/zapier/index.ts';
import { open } from './open.ts';
import type { Service } from './small-app.ts';

let zapier: Zapier;
let service: Service;

beforeEach(async () => {
  ({ zapier, service } = await open());
});

afterEach(() => zapier.close());

const last = () => service.bundles.at(-1);

describe('the app', () => {
  test('its definition comes with functions as text', async () => {
    const definition = await zapier.definition();
    expect(definition.creates?.echo?.operation.perform).toMatch(/^\$func\$/);
    expect(await zapier.validate()).toEqual([]);
  });

  test('a step that does not exist is refused by name', async () => {
    await expect(zapier.create('nothing')).rejects.toThrow('The app has no nothing');
  });
});

describe('the connection', () => {
  test('is tested with the connection of the user', async () => {
    expect(await zapier.connection.test()).toMatchObject({ email: 'ann@example.com' });
    expect(last()?.meta.isTestingAuth).toBe(true);
  });

  test('is labelled from its template', async () => {
    expect(await zapier.connection.label()).toBe('ann@example.com at Acme');
  });

  test('is labelled by a function', async () => {
    const { smallApp } = await import('./small-app.ts');
    const { loadHandler } = await import('../../../sandbox/zapier/load-app.ts');
    const app = smallApp();
    const connectionLabel = (_z: unknown, bundle: { inputData: { email: string } }) =>
      `Mail ${bundle.inputData.email}`;
    const source = { ...app, authentication: { ...app.authentication, connectionLabel } };
    const other = await open({ handler: await loadHandler({ source }) });
    try {
      expect(await other.zapier.connection.label()).toBe('Mail ann@example.com');
    } finally {
      await other.zapier.close();
    }
  });
});

describe('a raw call', () => {
  test('goes by method, with text as raw input and full meta', async () => {
    const results = await zapier.step('creates.echo.operation.perform', {
      inputData: { count: 3, list: [true] },
    });
    expect(results).toEqual({
      input: { count: 3, list: [true] },
      raw: { count: '3', list: ['true'] },
    });
    expect(last()?.meta).toMatchObject({ isLoadingSample: false, limit: -1, page: 0 });
  });

  test('can be made for another connection', async () => {
    const authData = { api_key: 'other' };
    await expect(zapier.step('authentication.test', { authData })).rejects.toMatchObject({
      kind: 'expired_auth',
      message: 'Wrong key.',
    });
  });
});

describe('searches and creates', () => {
  test('a search gives its list', async () => {
    service.people.push({ id: '1', name: 'Ann' });
    expect(await zapier.search('find_person', { name: 'Ann' })).toEqual([{ id: '1', name: 'Ann' }]);
    expect(await zapier.search('find_person', { name: 'Bob' })).toEqual([]);
  });

  test('a paging search gives a page and takes its token back', async () => {
    const first = await zapier.search('find_pages');
    expect(first).toEqual({ results: [{ id: '1' }], paging_token: 'next' });
    const second = await zapier.search('find_pages', {}, { pagingToken: 'next' });
    expect(second).toEqual({ results: [{ id: '2' }], paging_token: null });
  });

  test('search or create creates only what is not found, and says for which search', async () => {
    const made = await zapier.searchOrCreate('find_person', { name: 'Ann' }, { name: 'Ann' });
    expect(made).toEqual({ found: false, item: { id: '1', name: 'Ann' } });
    expect(last()?.meta.withSearch).toBe('find_person');
    const again = await zapier.searchOrCreate('find_person', { name: 'Ann' }, { name: 'Ann' });
    expect(again).toEqual({ found: true, item: { id: '1', name: 'Ann' } });
    expect(service.people).toHaveLength(1);
  });
});

describe('dropdowns and fields', () => {
  test('a dropdown is filled page by page, with a cursor of its own', async () => {
    expect(await zapier.dropdown('color')).toEqual([{ id: 'page 0', name: 'start' }]);
    expect(last()?.meta.isFillingDynamicDropdown).toBe(true);
    expect(await zapier.dropdown('color', {}, { page: 1 })).toEqual([
      { id: 'page 1', name: 'after page 0' },
    ]);
  });

  test('only a trigger that can page has a second page', async () => {
    await expect(zapier.dropdown('new_thing', {}, { page: 1 })).rejects.toThrow('canPaginate');
  });

  test('choices come from the field itself', async () => {
    const first = await zapier.choices('creates', 'pick', 'second', { first: 'a' });
    expect(first).toEqual({ results: [{ id: 'of a', label: 'Of' }], paging_token: 'more' });
    const options = { pagingToken: 'more' };
    const second = await zapier.choices('creates', 'pick', 'second', { first: 'a' }, options);
    expect(second.paging_token).toBeNull();
  });

  test('fields follow the input, and later runs are typed by them', async () => {
    expect((await zapier.create('echo', { extra: '5' })).input).toMatchObject({ extra: '5' });
    const shown = await zapier.fields('creates', 'echo', { text: 'more' });
    expect(shown.map((field) => field.key)).toContain('extra');
    expect((await zapier.create('echo', { extra: '5' })).input).toMatchObject({ extra: 5 });
  });
});
