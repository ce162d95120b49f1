/** Links for people: where a thing is found in the CrateDB Cloud Console, and a cluster's own Admin UI. */
import { PRODUCTION_ORIGIN } from '../clients/cloud/origin.ts';
import { text } from '../kit/record/static.ts';

/**
 * The deepest documented address of the Console for each kind of thing. CrateDB's documentation names
 * the Console itself and the account settings; a page of one cluster or organization has no documented
 * address. When one has, it is put here and every step gives it.
 */
const PAGES = {
  api_keys: '/account/settings',
  cluster: '/',
  organization: '/',
  project: '/',
  region: '/',
  subscription: '/',
} as const;

export function consoleUrl(page: keyof typeof PAGES): string {
  return `${PRODUCTION_ORIGIN}${PAGES[page]}`;
}

/** The output field of `consoleUrl`. */
export const consoleUrlOf = (page: keyof typeof PAGES) => text('Console URL', consoleUrl(page));

/** The output field of `adminUiUrl`. */
export const adminUiUrlField = text(
  'Admin UI URL',
  'https://weather-prod.aks1.westeurope.azure.cratedb.net:4200/',
);

/** The Admin UI that every CrateDB serves at its root (documented), from the API's `url` of a cluster. */
export function adminUiUrl(clusterUrl: string | null): string | null {
  const url = clusterUrl === null ? null : URL.parse(clusterUrl);
  return url && /^https?:$/.test(url.protocol) ? `${url.href.replace(/\/$/, '')}/` : null;
}
