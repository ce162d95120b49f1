/** What package.json may hold: few libraries at run time, each for a reason, and exact versions. */

export type Manifest = {
  name: string;
  version: string;
  license: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  overrides?: Record<string, unknown>;
};

/** The run-time dependencies, and why each is there. */
export const REASONS: Readonly<Record<string, string>> = {
  'zapier-platform-core': "Zapier's runtime; every integration has it",
  zod: "describes the API's replies and checks what is sent (the small edition, zod/mini)",
  'p-map': 'asks about many clusters at once, with a bound',
  'p-retry': 'repeats reads that failed, with growing pauses',
  'ipaddr.js': 'understands address ranges of IPv4 and IPv6 for the allowlist',
};

/** What those bring along into the bundle. */
export const BROUGHT_ALONG: Readonly<Record<string, string>> = {
  'is-network-error': "p-retry's way to tell a cut connection from a mistake in code",
};

export function dependencyFaults({ dependencies }: Manifest): string[] {
  const unexplained = Object.keys(dependencies).filter((name) => !(name in REASONS));
  const gone = Object.keys(REASONS).filter((name) => !(name in dependencies));
  return [
    ...unexplained.map((name) => `${name} is a run-time dependency without a reason`),
    ...gone.map((name) => `${name} has a reason and is no run-time dependency`),
  ];
}

const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Ranges, tags and addresses where a version should be. */
export function versionFaults(manifest: Manifest): string[] {
  const { dependencies, devDependencies, optionalDependencies, overrides } = manifest;
  return [dependencies, devDependencies, optionalDependencies, overrides]
    .flatMap((part) => Object.entries(part ?? {}))
    .filter(([, version]) => typeof version !== 'string' || !EXACT.test(version))
    .map(([name, version]) => `${name} is ${JSON.stringify(version)}, no exact version`);
}
