import type { Zapier } from '../../../sandbox/zapier/index.ts';
import { open } from './open.ts';

let zapier: Zapier;

beforeEach(async () => {
  ({ zapier } = await open({ timezone: 'America/New_York' }));
});

afterEach(() => zapier.close());

test('values arrive as their fields are typed, and raw as text', async () => {
  const echoed = await zapier.create('echo', {
    text: 5,
    count: '12',
    share: '1.5',
    sure: 'no',
    when: '2026-03-01 10:00',
    tags: 'one',
    rows: [{ amount: '3', note: 'x' }],
  });
  expect(echoed.input).toEqual({
    text: '5',
    count: 12,
    share: 1.5,
    sure: false,
    when: '2026-03-01T10:00:00-05:00',
    tags: ['one'],
    rows: [{ amount: 3, note: 'x' }],
  });
  expect(echoed.raw).toMatchObject({ text: '5', count: '12', sure: 'no', tags: 'one' });
});

test('typed values given by a test arrive the same way', async () => {
  const { input, raw } = await zapier.create('echo', { count: 12, sure: false });
  expect(input).toEqual({ count: 12, sure: false });
  expect(raw).toEqual({ count: '12', sure: 'false' });
});

test('an untouched field holds its default, an emptied one does not', async () => {
  expect((await zapier.create('echo')).input).toEqual({ sure: true });
  expect((await zapier.create('echo', { sure: '' })).input).toEqual({ sure: '' });
});

test('without cleaning, empty values reach the code', async () => {
  const empty = { text: '', count: null, tags: [], sure: '' };
  expect((await zapier.create('echo', empty)).input).toEqual(empty);
});

test('with cleaning, they do not, at any depth', async () => {
  const given = { text: '', none: null, list: ['', 'a'], deep: { empty: {}, none: null }, ok: 'x' };
  expect((await zapier.create('echo_cleaned', given)).input).toEqual({ list: ['a'], ok: 'x' });
});
