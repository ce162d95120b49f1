/** A cluster's token, of which only the way it is made is told. */
import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Names } from './names.ts';

/** Users of the database that are the service's and no person's. */
const SERVICE_USERS = ['admin', 'gc_admin', 'crate', 'system'];

export function describeToken(body: unknown, names: Names): string[] {
  const token = (body as { token?: unknown } | null)?.token;
  if (typeof token !== 'string') return ['a reply without a token'];
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    const claims = decodeJwt(token);
    const user = claims.username;
    const lives =
      claims.exp !== undefined && claims.iat !== undefined
        ? `${claims.exp - claims.iat} s`
        : claims.exp !== undefined
          ? `about ${Math.round((claims.exp - Date.now() / 1000) / 60)} min by this machine's clock`
          : 'unknown, for there is no exp';
    return [
      `lifetime: ${lives}`,
      `signed with ${/^[A-Z]{2}\d{3}$/.test(String(alg)) ? alg : 'something else'}, ${kid === undefined ? 'no kid' : 'with a kid'}`,
      `claims: ${Object.keys(claims).map(names.field).sort().join(', ')}`,
      `database user: ${user === undefined ? 'not in the token' : (SERVICE_USERS.find((it) => it === user) ?? 'none of the names that the service is known to use')}`,
    ];
  } catch {
    return ['a token that is no JWT'];
  }
}
