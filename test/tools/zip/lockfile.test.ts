import { readFileSync } from 'node:fs';
import { cutLockfile, type Lockfile } from '../../../tools/zip/lockfile.ts';

const app = { name: 'app', version: '1.0.0', dependencies: { core: '1.0.0' } };

const lock: Lockfile = {
  lockfileVersion: 3,
  packages: {
    '': { version: '1.0.0' },
    'node_modules/core': {
      version: '1.0.0',
      integrity: 'sha512-core',
      dependencies: { lodash: '4', semver: '7' },
      optionalDependencies: { types: '1', gone: '1' },
    },
    'node_modules/core/node_modules/semver': { version: '7.0.0', dependencies: { lodash: '4' } },
    'node_modules/lodash': { version: '4.0.0', dev: true },
    'node_modules/semver': { version: '6.0.0', dev: true },
    'node_modules/types': { version: '1.0.0', devOptional: true, dependencies: { lodash: '4' } },
    'node_modules/jest': { version: '30.0.0', dev: true },
  },
};

test('keeps what production needs, where it was, and nothing else', () => {
  expect(cutLockfile(lock, app)).toEqual({
    lockfileVersion: 3,
    name: 'app',
    version: '1.0.0',
    packages: {
      '': app,
      'node_modules/core': lock.packages['node_modules/core'],
      'node_modules/core/node_modules/semver': { version: '7.0.0', dependencies: { lodash: '4' } },
      'node_modules/lodash': { version: '4.0.0' },
      'node_modules/types': { version: '1.0.0', optional: true, dependencies: { lodash: '4' } },
    },
  });
});

test('a package that is needed after all is not optional', () => {
  const needed = structuredClone(lock);
  needed.packages['node_modules/lodash'] = { version: '4.0.0', dependencies: { types: '1' } };
  const cut = cutLockfile(needed, app);
  expect(cut.packages['node_modules/types']?.optional).toBeUndefined();
});

test('refuses a lockfile that lacks a package', () => {
  const { 'node_modules/lodash': _, ...packages } = lock.packages;
  expect(() => cutLockfile({ ...lock, packages }, app)).toThrow(/lacks lodash, which .*core/);
});

test("the repository's own lockfile, cut for core, holds no development package", () => {
  const own = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile;
  const version = own.packages['node_modules/zapier-platform-core']?.version ?? '';
  const cut = cutLockfile(own, { ...app, dependencies: { 'zapier-platform-core': version } });
  const folders = Object.keys(cut.packages);
  expect(folders).toContain('node_modules/zapier-platform-core');
  expect(folders.length).toBeLessThan(100);
  expect(folders.filter((folder) => /jest|esbuild|fastify|-cli$/.test(folder))).toEqual([]);
  expect(Object.values(cut.packages).filter(({ dev }) => dev)).toEqual([]);
});
