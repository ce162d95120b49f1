import { readAuditLog } from '../../src/clients/cloud/audit-log.ts';
import type { CloudClient, Query } from '../../src/clients/cloud/client.ts';

const NEWEST = Date.parse('2026-03-02T09:00:00Z');

/** Events a minute apart, newest first: `e-1`, `e-2` ... */
const events = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    id: `e-${index + 1}`,
    action: index % 2 ? 'b' : 'a',
    created: new Date(NEWEST - index * 60_000).toISOString(),
  }));

/** A server that pages by `last`, and notes what it was asked. */
function server(all: { id: string }[], pageSize: number) {
  const asked: Query[] = [];
  const get = async (_path: string, query: Query = {}) => {
    asked.push(query);
    const from = query.last === undefined ? 0 : all.findIndex(({ id }) => id === query.last) + 1;
    return all.slice(from, from + pageSize);
  };
  return { cloud: { get } as unknown as CloudClient, asked };
}

const limits = { enough: 100, most: 1_000, hasTime: () => true };
const ids = (read: { id: string }[]) => read.map(({ id }) => id);

test('reads on until a page is empty', async () => {
  const { cloud, asked } = server(events(7), 3);
  const read = await readAuditLog(cloud, 'o-1', {}, limits);
  expect(ids(read)).toEqual(['e-1', 'e-2', 'e-3', 'e-4', 'e-5', 'e-6', 'e-7']);
  expect(asked.map(({ last }) => last)).toEqual([undefined, 'e-3', 'e-6', 'e-7']);
});

test('stops as soon as there are enough that are wanted', async () => {
  const { cloud, asked } = server(events(500), 50);
  const read = await readAuditLog(cloud, 'o-1', {}, limits, ({ action }) => action === 'b');
  expect(read).toHaveLength(100);
  expect(asked).toHaveLength(4);
});

test('reads no more than the most', async () => {
  const { cloud, asked } = server(events(5_000), 100);
  expect(await readAuditLog(cloud, 'o-1', {}, limits, () => false)).toEqual([]);
  expect(asked).toHaveLength(10);
});

test('begins no page when there is no time for it', async () => {
  const { cloud, asked } = server(events(500), 50);
  const read = await readAuditLog(cloud, 'o-1', {}, { ...limits, hasTime: () => false });
  expect(read).toHaveLength(50);
  expect(asked).toHaveLength(1);
});

test('holds the window, and asks for whole seconds', async () => {
  const { cloud, asked } = server(events(50), 10);
  const from = new Date(NEWEST - 5 * 60_000 + 250);
  const read = await readAuditLog(cloud, 'o-1', { from, action: 'a', clusterId: 'c-1' }, limits);
  expect(read).toHaveLength(6);
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatchObject({ from: '2026-03-02T08:55:00Z', action: 'a', cluster_id: 'c-1' });
});

test('ends where a server pays no heed to `last`', async () => {
  const get = async () => events(5);
  const cloud = { get } as unknown as CloudClient;
  expect(await readAuditLog(cloud, 'o-1', {}, limits)).toHaveLength(5);
});

test('keeps an event without a date', async () => {
  const { cloud } = server([{ id: 'e-1' }], 5);
  const read = await readAuditLog(cloud, 'o-1', { from: new Date(NEWEST) }, limits);
  expect(read).toMatchObject([{ id: 'e-1', action: null, created: null, context: {} }]);
});
