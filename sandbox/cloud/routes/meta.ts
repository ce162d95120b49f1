import * as z from 'zod/mini';
import { sqlContext } from '../database/inside.ts';
import { ok, openRoute, type Route, route } from '../server/call.ts';
import { badRequest } from '../server/errors.ts';
import { parseBody } from '../server/validate.ts';
import {
  NIGHTLY_VERSIONS,
  parseVersion,
  STABLE_VERSIONS,
  TESTING_VERSIONS,
} from '../state/catalog.ts';

const newestFirst = [...STABLE_VERSIONS].reverse();

export const metaRoutes: Route[] = [
  openRoute('GET', '/meta/', () =>
    ok({
      crate_versions: {
        nightly: NIGHTLY_VERSIONS[0],
        stable: newestFirst[0],
        testing: TESTING_VERSIONS[0],
      },
      version: { prerelease: false, release: '2026.9.0' },
    }),
  ),
  openRoute('GET', '/meta/cratedb-versions/', (call) => {
    const form = <T>(versions: T[]) =>
      call.world.switches.versionsForm === 'array' ? versions : (versions[0] ?? null);
    const nightly = NIGHTLY_VERSIONS.map((version) => ({
      ...parseVersion(version),
      date: version.split('-').at(-1) ?? '',
    }));
    return ok({
      crate_versions: {
        nightly: form(nightly),
        stable: form(newestFirst.map(parseVersion)),
        testing: form(TESTING_VERSIONS.map(parseVersion)),
      },
    });
  }),
  openRoute('GET', '/meta/ip-address/', (call) => ok({ ip: call.ip })),
  openRoute('GET', '/meta/jwk/', async (call) => ok(await call.world.sql.jwks())),
  route('POST', '/meta/jwt/refresh/', async (call) => {
    const body = parseBody(z.strictObject({ refresh_token: z.string() }), call);
    const { world } = call;
    const token = await world.sql.refreshToken(body.refresh_token, {
      ...sqlContext(world),
      lifetimeSeconds: world.switches.jwtLifetimeSeconds,
    });
    if (token === null) throw badRequest({ refresh_token: ['Not a valid refresh token.'] });
    return ok(token);
  }),
  route('GET', '/features/status/', (call) =>
    ok({ flags: [...call.world.state.feature.values()] }),
  ),
];
