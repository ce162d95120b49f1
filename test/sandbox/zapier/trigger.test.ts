import type { Zapier } from '../../../sandbox/zapier/index.ts';
import { open } from './open.ts';
import type { Service } from './small-app.ts';

let zapier: Zapier;
let service: Service;

beforeEach(async () => {
  ({ zapier, service } = await open());
});

afterEach(() => zapier.close());

const things = (...ids: (string | number)[]) => ids.map((id) => ({ id }));
const count = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('switching on remembers what is there and tells nothing of it', async () => {
  const zap = zapier.trigger('new_thing');
  service.list = things(2, 1);
  await zap.switchOn();
  expect(service.bundles.map(({ meta }) => [meta.isTestingAuth, meta.isPopulatingDedupe])).toEqual([
    [true, false],
    [false, true],
  ]);
  expect(await zap.poll()).toEqual([]);
});

test('a poll tells what is new, the oldest first, once', async () => {
  const zap = zapier.trigger('new_thing');
  service.list = things(1);
  await zap.switchOn();
  service.list = things(3, 2, 1);
  expect(await zap.poll()).toEqual(things(2, 3));
  expect(await zap.poll()).toEqual([]);
});

test('what came and went between two polls is never told', async () => {
  const zap = zapier.trigger('new_thing');
  await zap.switchOn();
  service.list = things(1);
  service.list = things(2);
  expect(await zap.poll()).toEqual(things(2));
});

test('ids are compared as text', async () => {
  const zap = zapier.trigger('new_thing');
  service.list = things(1);
  await zap.switchOn();
  service.list = things('1');
  expect(await zap.poll()).toEqual([]);
});

test('all primary fields together make the identity', async () => {
  const zap = zapier.trigger('changed_thing');
  service.list = [{ id: 1, version: 1 }];
  await zap.switchOn();
  service.list = [
    { id: 2, version: 1 },
    { id: 1, version: 2 },
    { id: 1, version: 1 },
  ];
  expect(await zap.poll()).toEqual([
    { id: 1, version: 2 },
    { id: 2, version: 1 },
  ]);
});

test('an error keeps the zap on and forgets nothing', async () => {
  const zap = zapier.trigger('new_thing');
  service.list = things(1);
  await zap.switchOn();
  service.list = things(2, 1);
  service.fail = (z) => new z.errors.ThrottledError('Slow down.', 30);
  await expect(zap.poll()).rejects.toMatchObject({ kind: 'throttled', delaySeconds: 30 });
  service.fail = undefined;
  expect(await zap.poll()).toEqual(things(2));
});

test('a failed seeding poll leaves the zap off', async () => {
  const zap = zapier.trigger('new_thing');
  service.fail = () => new Error('no');
  await expect(zap.switchOn()).rejects.toMatchObject({ kind: 'crash' });
  expect(zap.isOn).toBe(false);
  await expect(zap.poll()).rejects.toThrow('off');
});

test('switching off forgets what was seen', async () => {
  const zap = zapier.trigger('new_thing');
  await zap.switchOn();
  service.list = things(1);
  await zap.switchOff();
  await zap.switchOn();
  expect(await zap.poll()).toEqual([]);
});

test('two zaps on one trigger know nothing of each other', async () => {
  const [one, other] = [zapier.trigger('new_thing'), zapier.trigger('new_thing')];
  await one.switchOn();
  service.list = things(1);
  await other.switchOn();
  expect(await other.poll()).toEqual([]);
  expect(await one.poll()).toEqual(things(1));
});

test('100 new items are told; one more, and all of that poll are held', async () => {
  const zap = zapier.trigger('new_thing');
  await zap.switchOn();
  service.list = things(...count(1, 100));
  expect(await zap.poll()).toHaveLength(100);
  service.list = things(...count(1, 201));
  expect(await zap.poll()).toEqual([]);
  expect(zap.held).toHaveLength(101);
  expect(await zap.poll()).toEqual([]);
  expect(zap.releaseHeld()).toHaveLength(101);
  expect(zap.held).toEqual([]);
});

test('the test in the editor takes three samples and changes nothing', async () => {
  const zap = zapier.trigger('new_thing');
  service.list = things(4, 3, 2, 1);
  expect(await zap.test()).toEqual(things(4, 3, 2));
  expect(service.bundles.at(-1)?.meta.isLoadingSample).toBe(true);
  expect(zap.isOn).toBe(false);
});

test('an item without its id is an error, not a silence', async () => {
  const zap = zapier.trigger('changed_thing');
  await zap.switchOn();
  service.list = [{ id: 1 }];
  await expect(zap.poll()).rejects.toMatchObject({ kind: 'error' });
});
