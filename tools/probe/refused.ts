/** Questions asked on purpose in a way that must be refused, and names of clusters. */
import { randomUUID } from 'node:crypto';
import type { Observation } from './observation.ts';
import type { Credentials, Reader } from './reader.ts';

export type Ask = (
  asked: string,
  about: string,
  ...request: Parameters<Reader>
) => Promise<Observation>;

export async function refusals(ask: Ask, { key, secret }: Credentials): Promise<Observation[]> {
  const path = '/users/me/';
  const wrong = `wrong-${randomUUID()}`;
  return [
    await ask('the right key, a wrong secret', path, 'GET', path, { as: { key, secret: wrong } }),
    await ask('a key that does not exist', path, 'GET', path, { as: { key: wrong, secret } }),
    await ask('no key at all', path, 'GET', path, { as: null }),
  ];
}

/** API: HEAD answers 200 for a name that is taken, 404 for a free one, 400 for a bad one. */
export async function names(ask: Ask, taken: string): Promise<Observation[]> {
  const head = (what: string, name: string) =>
    ask(what, '', 'HEAD', `/clusters/name/${encodeURIComponent(name)}/`);
  return [
    await head('a name that is taken', taken),
    await head('a free name', `probe-${randomUUID().slice(0, 13)}`),
    await head('a name that is too short', 'x'),
  ];
}

export const ABOUT_A_CLUSTER = ['', 'operations/', 'snapshots/', 'jwt/', 'import-jobs/'].map(
  (what) => `/clusters/{cluster}/${what}`,
);

export async function unknownIds(ask: Ask): Promise<Observation[]> {
  const unknown: string[] = [
    ...ABOUT_A_CLUSTER,
    '/organizations/{organization}/',
    '/organizations/{organization}/clusters/',
    '/organizations/{organization}/users/',
    '/organizations/{organization}/quotas/',
    '/organizations/{organization}/auditlogs/',
    '/projects/{project}/',
    '/projects/{project}/users/',
    '/subscriptions/{subscription}/',
    '/users/me/api-keys/{key}/',
  ];
  const seen: Observation[] = [];
  for (const path of unknown) {
    seen.push(await ask(`GET ${path}`, '', 'GET', path.replace(/\{\w+\}/, randomUUID())));
  }
  seen.push(await ask('GET /clusters/{no uuid}/', '', 'GET', '/clusters/probe/'));
  return seen;
}
