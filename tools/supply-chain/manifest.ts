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
  'p-retry': 'repeats reads that failed, with growing pauses',
  'ipaddr.js': 'understands address ranges of IPv4 and IPv6 for the allowlist',
  'd3-scale': 'places values on the axes of pictures (in the part that draws)',
  'd3-shape': 'makes paths of lines and marks (in the part that draws)',
  '@resvg/resvg-wasm': 'makes PNG of SVG without machine code (in the part that draws)',
  'inter-ui': 'the font of pictures (beside the part that draws)',
};

/** What those bring along into the bundle. */
export const BROUGHT_ALONG: Readonly<Record<string, string>> = {
  'is-network-error': "p-retry's way to tell a cut connection from a mistake in code",
  'd3-array': "d3-scale's ticks",
  'd3-color': "d3-interpolate's colors",
  'd3-format': "d3-scale's numbers",
  'd3-interpolate': "d3-scale's way between two values",
  'd3-path': "d3-shape's way to write paths",
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
