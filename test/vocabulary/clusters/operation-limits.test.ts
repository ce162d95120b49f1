import { type Cluster, clusterSchema } from '../../../src/clients/cloud/clusters.ts';
import { readOne } from '../../../src/clients/cloud/wire.ts';
import {
  lastMinutes,
  longMinutes,
  operationUnderway,
} from '../../../src/vocabulary/clusters/operation-limits.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000).toISOString();
const clusterWith = (facts: object): Cluster =>
  readOne(clusterSchema(), 'a cluster', { id: 'c1', ...facts });

test('what takes long depends on the kind and on the number of nodes', () => {
  // An upgrade of five nodes that takes 8.5 minutes is a normal one.
  expect(longMinutes('UPGRADE', 5)).toBe(35);
  expect(longMinutes('UPGRADE', 50)).toBe(260);
  expect(longMinutes('UPGRADE', null)).toBe(15);
  expect(longMinutes('SCALE', 3)).toBe(60);
  expect(longMinutes('CHANGE_COMPUTE', 3)).toBe(40);
  expect(longMinutes('CREATE', 3)).toBe(60);
  expect(longMinutes('EXPAND_STORAGE', 9)).toBe(60);
  expect(longMinutes('RESTORE_SNAPSHOT', 3)).toBe(1_440);
  expect(longMinutes('constructor', 3)).toBe(15);
  expect(longMinutes(null, null)).toBe(15);
});

test.each([
  ['CREATE', 60],
  ['SUSPEND', 60],
  ['UPGRADE', 270],
  ['RESTORE_SNAPSHOT', 1_500],
  ['toString', 270],
])('%s is at work for at most %s minutes', (type, minutes) => {
  expect(lastMinutes(type)).toBe(minutes);
  const running = (since: number) =>
    clusterWith({
      health: { running_operation: type },
      last_async_operation: { id: 'o', type, status: 'IN_PROGRESS', dc: { created: ago(since) } },
    });
  expect(operationUnderway(running(minutes), NOW)).toMatchObject({ type });
  expect(operationUnderway(running(minutes + 1), NOW)).toBeNull();
});

test('without a date an operation that runs is taken for one that does', () => {
  const cluster = clusterWith({
    last_async_operation: { id: 'o', type: 'SCALE', status: 'SENT' },
  });
  expect(operationUnderway(cluster, NOW)).toEqual({ type: 'SCALE', since: null });
});

test('what only the health tells counts while the health is reported', () => {
  const cluster = (last_seen: string) =>
    clusterWith({
      health: { running_operation: 'UPGRADE', last_seen },
      last_async_operation: { id: 'o', type: 'SCALE', status: 'SUCCEEDED' },
    });
  expect(operationUnderway(cluster(ago(1)), NOW)).toEqual({ type: 'UPGRADE', since: null });
  expect(operationUnderway(cluster(ago(300)), NOW)).toBeNull();
});

test('a cluster on which nothing runs is free', () => {
  const last_async_operation = {
    id: 'o',
    type: 'SCALE',
    status: 'FAILED',
    dc: { created: ago(1) },
  };
  expect(operationUnderway(clusterWith({ last_async_operation }), NOW)).toBeNull();
  expect(operationUnderway(clusterWith({}), NOW)).toBeNull();
});
