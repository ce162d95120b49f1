import { isLoopback } from '../../base/transport.ts';

/** The one global address of CrateDB Cloud's API, whatever region a cluster is in. */
export const PRODUCTION_ORIGIN = 'https://console.cratedb.cloud';

/**
 * The origin that requests go to. `CRATEDB_CLOUD_URL` points it at another server for development:
 * https, or plain http on this machine only, so that a key is never sent in the clear over a network.
 */
export function cloudOrigin(environment: Record<string, string | undefined>): string {
  const wanted = environment.CRATEDB_CLOUD_URL?.trim();
  if (!wanted) return PRODUCTION_ORIGIN;
  const url = URL.parse(wanted);
  const bare =
    url !== null &&
    url.pathname === '/' &&
    !url.search &&
    !url.hash &&
    !url.username &&
    !url.password;
  if (!url || !bare) {
    throw new Error('CRATEDB_CLOUD_URL must be an origin such as https://console.cratedb.cloud.');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url))) {
    throw new Error('CRATEDB_CLOUD_URL must use https; plain http is allowed on loopback only.');
  }
  return url.origin;
}
