import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readAudit } from '../../tools/supply-chain/audit.ts';
import { nativeFaults, packagesOf, zipFaults } from '../../tools/supply-chain/contents.ts';
import {
  isCompatible,
  type Licensed,
  licenceFaults,
  listing,
} from '../../tools/supply-chain/licences.ts';
import {
  driftFaults,
  type Lock,
  originFaults,
  platformFaults,
} from '../../tools/supply-chain/lockfile.ts';
import {
  dependencyFaults,
  type Manifest,
  REASONS,
  versionFaults,
} from '../../tools/supply-chain/manifest.ts';

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const manifest: Manifest = read('package.json');
const lock: Lock = read('package-lock.json');

describe('package.json', () => {
  test('ours is in order', () => {
    expect(dependencyFaults(manifest)).toEqual([]);
    expect(versionFaults(manifest)).toEqual([]);
  });

  test('a dependency without a reason is told, and a reason without a dependency', () => {
    const { zod: _, ...rest } = manifest.dependencies;
    expect(
      dependencyFaults({ ...manifest, dependencies: { ...rest, 'left-pad': '1.3.0' } }),
    ).toEqual([
      'left-pad is a run-time dependency without a reason',
      expect.stringMatching(/^zod has/),
    ]);
  });

  test.each(['^1.0.0', '~1.0.0', '1', 'latest', '*', 'https://example.com/a.tgz', 'github:a/b'])(
    '%s is no exact version',
    (version) => {
      for (const part of ['dependencies', 'devDependencies', 'overrides'] as const) {
        expect(versionFaults({ ...manifest, [part]: { a: version } })).toHaveLength(1);
      }
    },
  );
});

describe('the lockfile', () => {
  test('ours is in order', () => {
    expect(originFaults(lock)).toEqual([]);
    expect(driftFaults(lock, manifest)).toEqual([]);
    expect(platformFaults(lock)).toEqual([]);
  });

  const changed = (change: (packages: Lock['packages']) => void): Lock => {
    const copy = structuredClone(lock);
    change(copy.packages);
    return copy;
  };

  test('an address or a missing checksum is told', () => {
    const faults = originFaults(
      changed((packages) => {
        Object.assign(packages['node_modules/zod'] ?? {}, { resolved: 'https://example.com/zod' });
        delete packages['node_modules/p-map']?.integrity;
      }),
    );
    expect(faults.sort()).toEqual(['p-map has no checksum', expect.stringMatching(/^zod names/)]);
  });

  test('another version than the one asked for is told', () => {
    const other = changed((packages) => {
      Object.assign(packages['node_modules/zod'] ?? {}, { version: '1.0.0' });
    });
    expect(driftFaults(other, manifest)).toEqual([expect.stringMatching(/^zod is .* and 1\.0\.0/)]);
  });

  test.each(['@esbuild/darwin-arm64', '@swc/core-win32-x64-msvc', '@biomejs/cli-linux-arm64'])(
    'a lockfile without %s is told',
    (name) => {
      const less = changed((packages) => {
        delete packages[`node_modules/${name}`];
      });
      expect(platformFaults(less)).toContainEqual(expect.stringContaining(name));
    },
  );

  test('a program that brings nothing for a platform is told', () => {
    const packages = { 'node_modules/a': { optionalDependencies: { 'a-linux': '1' } } };
    const one = { os: ['linux'], cpu: ['x64'] };
    const faults = platformFaults(
      { lockfileVersion: 3, packages: { ...packages, 'node_modules/a-linux': one } },
      ['a', 'b'],
    );
    expect(faults).toContain('a has nothing for darwin arm64');
    expect(faults).not.toContain('a has nothing for linux x64');
    expect(faults).toContain('b is not in the lockfile');
  });

  test('a package inside another is found there, or beside it', () => {
    const packages: Lock['packages'] = {
      'node_modules/a/node_modules/b': { optionalDependencies: { c: '1', d: '1', e: '1', f: '1' } },
      'node_modules/a/node_modules/b/node_modules/c': {},
      'node_modules/a/node_modules/d': {},
      'node_modules/e': {},
    };
    expect(platformFaults({ lockfileVersion: 3, packages }, [])).toEqual([
      'b lacks its optional f',
    ]);
  });
});

describe('licences', () => {
  test.each(['MIT', 'Apache-2.0', '(MIT AND BSD-3-Clause)', '(GPL-3.0 OR MIT)'])(
    '%s will do',
    (it) => {
      expect(isCompatible(it)).toBe(true);
    },
  );

  test.each([
    '',
    'GPL-3.0',
    'AGPL-3.0-only',
    'MIT AND GPL-2.0',
    'UNLICENSED',
    'SEE LICENSE IN X',
    'SSPL-1.0',
  ])('%j will not', (it) => {
    expect(isCompatible(it)).toBe(false);
  });

  const one = (over: Partial<Licensed>): Licensed => ({
    place: 'node_modules/a',
    name: 'a',
    version: '1.0.0',
    licence: 'MIT',
    where: 'beside it',
    text: 'Copyright A',
    ...over,
  });
  const locked: Lock = { lockfileVersion: 3, packages: { 'node_modules/a': { version: '1.0.0' } } };

  test('what is not allowed is told', () => {
    expect(licenceFaults([one({})], locked)).toEqual([]);
    expect(licenceFaults([one({ licence: 'GPL-3.0' })], locked)).toEqual(['a is under GPL-3.0']);
    expect(licenceFaults([one({ version: '2.0.0' })], locked)).toHaveLength(1);
  });

  test('an exception is for one package, one wording, and never for the bundle', () => {
    const core = { name: 'zapier-platform-core', licence: 'SEE LICENSE IN LICENSE' };
    expect(licenceFaults([one(core)], locked)).toEqual([]);
    expect(licenceFaults([one({ ...core, where: 'bundle' })], locked)).toHaveLength(1);
    expect(licenceFaults([one({ ...core, licence: 'Proprietary' })], locked)).toHaveLength(1);
    expect(licenceFaults([one({ ...core, licence: 'MIT' })], locked)).toHaveLength(1);
  });

  test('the listing keeps every notice', () => {
    const text = listing([one({}), one({ name: 'b', text: 'Copyright B', where: 'bundle' })]);
    expect(text).toContain('a 1.0.0: MIT\n------------\n\nCopyright A');
    expect(text.indexOf('Copyright B')).toBeLessThan(text.indexOf('Copyright A'));
  });

  test('the list in the repository names what is bundled', () => {
    const list = readFileSync('THIRD_PARTY_LICENSES', 'utf8');
    for (const name of Object.keys(REASONS)) {
      expect(list).toContain(`\n${name} ${manifest.dependencies[name]}: `);
    }
  });
});

describe('the zip', () => {
  const contents = { bundled: ['node_modules/zod'], staged: ['node_modules/@a/b'] };

  test('packages by their folders', () => {
    const files = ['node_modules/@a/b/x.js', 'node_modules/c/node_modules/d/y.js', 'src/z.ts'];
    expect(packagesOf(files)).toEqual(['node_modules/@a/b', 'node_modules/c/node_modules/d']);
  });

  test('packages that build or bring machine code', () => {
    const packages = {
      'node_modules/zod': { hasInstallScript: true },
      'node_modules/@a/b': { cpu: ['x64'] },
    };
    expect(nativeFaults(contents, { lockfileVersion: 3, packages })).toHaveLength(2);
    expect(nativeFaults(contents, { lockfileVersion: 3, packages: {} })).toEqual([]);
  });

  test('native modules and packages nobody needs, in the files themselves', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zip-'));
    const put = async (file: string) => {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), '');
    };
    try {
      await put('dist/index.js');
      await put('node_modules/@a/b/index.js');
      expect(await zipFaults(folder, contents)).toEqual([]);
      await put('node_modules/@a/b/build/Release/b.node');
      await put('node_modules/c/index.js');
      expect(await zipFaults(folder, contents)).toEqual([
        'the zip holds node_modules/@a/b/build/Release/b.node',
        expect.stringContaining('node_modules/c'),
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(await zipFaults(folder, contents)).toBeNull();
  });
});

describe('the audit', () => {
  test('what is known is told', () => {
    expect(readAudit('{"vulnerabilities": {}}')).toEqual({ ran: true, faults: [] });
    const one = { vulnerabilities: { zod: { severity: 'high' } } };
    expect(readAudit(JSON.stringify(one))).toEqual({
      ran: true,
      faults: ['zod is known to be vulnerable (high)'],
    });
  });

  test('a registry that does not answer is no clean result, and is not named', () => {
    const refused = {
      message: '405 Method Not Allowed - POST https://registry.example/-/npm/v1/x',
    };
    expect(readAudit(JSON.stringify(refused))).toEqual({
      ran: false,
      reason: '405 Method Not Allowed',
    });
    expect(readAudit('{"error": {"code": "ENOTFOUND"}}').ran).toBe(false);
    expect(readAudit('').ran).toBe(false);
  });
});
