/**
 * The app under test, behind Zapier: the source, or the unpacked build in the folder that the variable
 * CRATEDB_ZAPIER_APP names.
 */
import { startZapier, type Zapier, type ZapierOptions } from '../../sandbox/zapier/index.ts';
import { loadHandler } from '../../sandbox/zapier/load-app.ts';
import type { LoadedHandler } from '../../sandbox/zapier/types.ts';
import type { TestCloud } from './sandbox.ts';

let loading: Promise<LoadedHandler> | undefined;
const opened = new Set<Zapier>();

afterAll(async () => {
  await Promise.all([...opened].map((zapier) => zapier.close()));
  await (await loading)?.close();
});

/** The handler of the app, loaded once per test file. */
function appHandler(): Promise<LoadedHandler> {
  loading ??= load();
  return loading;
}

async function load(): Promise<LoadedHandler> {
  const folder = process.env.CRATEDB_ZAPIER_APP;
  if (folder) return loadHandler({ folder });
  const { default: source } = await import('../../index.ts');
  return loadHandler({ source });
}

/**
 * The handler with the source app cut down to some of its steps. Core copies the whole definition at
 * each call, which takes most of the time of a short step; so tests that run one step many times are
 * several times faster. A build is always whole.
 */
export async function appHandlerFor(part: Partial<Steps>): Promise<LoadedHandler> {
  if (process.env.CRATEDB_ZAPIER_APP) return appHandler();
  const { default: app } = await import('../../index.ts');
  const none: Steps = { triggers: {}, searches: {}, creates: {}, searchOrCreates: {} };
  return loadHandler({ source: { ...app, ...none, ...part } });
}

type Steps = Record<'triggers' | 'searches' | 'creates' | 'searchOrCreates', object>;

/** Zapier with the app, connected to the cloud as its admin; closed after the test file. */
export async function openZapier(
  cloud: TestCloud,
  options: Partial<ZapierOptions> = {},
): Promise<Zapier> {
  const zapier = await startZapier({
    handler: await appHandler(),
    authData: cloud.authData,
    environment: { CRATEDB_CLOUD_URL: cloud.origin },
    now: async () => new Date(await cloud.control.now()),
    ...options,
  });
  opened.add(zapier);
  return { ...zapier, close: () => closeOnce(zapier) };
}

async function closeOnce(zapier: Zapier): Promise<void> {
  if (opened.delete(zapier)) await zapier.close();
}
