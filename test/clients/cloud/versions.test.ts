import type { CloudClient } from '../../../src/clients/cloud/client.ts';
import {
  compareVersions,
  isHotfixOf,
  listStableVersions,
  listUpgrades,
  readVersion,
  type Version,
  writtenVersion,
} from '../../../src/clients/cloud/versions.ts';

const cloudWith = (reply: unknown) => ({ get: async () => reply }) as unknown as CloudClient;
const entry = (version: string) => ({ version, major: 0, minor: 0, hotfix: 0 });

describe('versions of a channel', () => {
  const texts = async (stable: unknown) => {
    const read = await listStableVersions(cloudWith({ crate_versions: { stable } }));
    return [read.versions.map(({ text }) => text), read.complete];
  };

  test('a list is sorted by number and complete', async () => {
    const list = [entry('6.2.0'), entry('5.10.3'), entry('6.10.1'), entry('6.2.2')];
    expect(await texts(list)).toEqual([['6.10.1', '6.2.2', '6.2.0', '5.10.3'], true]);
  });

  test('one object is not all there may be', async () => {
    expect(await texts(entry('6.2.2'))).toEqual([['6.2.2'], false]);
    expect(await texts('6.2.2')).toEqual([['6.2.2'], false]);
    expect(await texts({ major: 6, minor: 2, hotfix: 2 })).toEqual([['6.2.2'], false]);
  });

  test.each([[null], [undefined], [{}], [[]], ['latest']])('%j is none', async (told) => {
    expect(await texts(told)).toEqual([[], true]);
  });
});

test('upgrades are those of the cluster’s own channel', async () => {
  const cloud = cloudWith({ crate_versions: { stable: '6.2.2', testing: ['6.3.0'] } });
  const upgrades = await listUpgrades(cloud, { id: 'x', channel: 'testing' });
  expect(upgrades.versions.map(({ text }) => text)).toEqual(['6.3.0']);
});

test('the numbers of a nightly version', () => {
  expect(readVersion('nightly-6.4.0-20260301')).toMatchObject({ major: 6, minor: 4, hotfix: 0 });
  expect(readVersion(null)).toBeNull();
});

test('a cluster without a channel moves to what is stable', async () => {
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    return { crate_versions: { stable: '6.2.2', testing: ['6.3.0'] } };
  };
  const cloud = { get } as unknown as CloudClient;
  const { versions } = await listUpgrades(cloud, { id: 'c1', channel: null });
  expect(versions.map(({ text }) => text)).toEqual(['6.2.2']);
  expect(asked).toEqual(['/clusters/c1/available-upgrades/']);
});

test('versions are compared by their numbers, and a hotfix is of the same minor one', () => {
  const [old, fix, minor, major] = ['6.2.1', '6.2.10', '6.10.1', '10.2.1'].map(readVersion) as [
    Version,
    Version,
    Version,
    Version,
  ];
  const newest = [minor, old, major, fix].sort(compareVersions).map(({ text }) => text);
  expect(newest).toEqual(['6.2.1', '6.2.10', '6.10.1', '10.2.1']);
  expect(compareVersions(old, old)).toBe(0);
  expect([fix, minor, major].map((one) => isHotfixOf(one, old))).toEqual([true, false, false]);
});

test.each([
  ['6.2.2', '6.2.2'],
  [' v6.2.2 ', '6.2.2'],
  ['V6.2.2', '6.2.2'],
  ['nightly-6.4.0-20260301', 'nightly-6.4.0-20260301'],
  ['6.2', null],
  ['6.2.2.1', null],
  ['latest', null],
])('%j is the version %j', (text, version) => {
  expect(writtenVersion(text)).toBe(version);
});
