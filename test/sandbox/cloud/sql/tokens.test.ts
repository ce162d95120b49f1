import {
  createLocalJWKSet,
  decodeProtectedHeader,
  generateKeyPair,
  jwtVerify,
  SignJWT,
} from 'jose';
import { knowsTokens } from '../../../../sandbox/cloud/sql/authenticate.ts';
import { createSqlService } from '../../../../sandbox/cloud/sql/service.ts';
import { CTX, makeCluster } from './support.ts';

const service = createSqlService();
const cluster = makeCluster({ version: '6.4.3' });
const HOUR = { ...CTX, lifetimeSeconds: 3600 };
const later = (seconds: number) => ({ ...CTX, now: new Date(CTX.now.getTime() + seconds * 1000) });

/** The statement is refused before it is looked at, or fails as no JSON: the engine is not needed. */
async function knock(authorization: string | undefined, at = CTX, of = cluster) {
  const request = { world: 'w', authorization, query: {}, body: 'no JSON' };
  return service.handle(of, request, at);
}

function expectRefusal(reply: Awaited<ReturnType<typeof knock>>, text: string | RegExp) {
  expect(reply.status).toBe(401);
  expect(reply.headers['www-authenticate']).toBe('Basic realm="CrateDB Authenticator"');
  // API: a refusal has no content type.
  expect(reply.headers['content-type']).toBeUndefined();
  if (typeof text === 'string') expect(reply.body).toBe(`${text}\n`);
  else expect(reply.body).toMatch(text);
}

const NO_ENTRY =
  'No valid auth.host_based.config entry found for host "127.0.0.1", user "crate", protocol "http". Did you enable TLS in your client?';

test('a token holds what CrateDB checks, and can be checked with the published keys', async () => {
  const { token, expiry } = await service.issueToken(cluster, HOUR);
  const keys = await service.jwks();
  const { payload } = await jwtVerify(token, createLocalJWKSet(keys as never), {
    currentDate: CTX.now,
  });
  expect(payload).toEqual({
    iss: CTX.issuer,
    aud: cluster.id,
    username: 'admin',
    iat: CTX.now.getTime() / 1000,
    exp: CTX.now.getTime() / 1000 + 3600,
  });
  expect(expiry).toBe('2025-06-01T11:30:00.000Z');
  const { alg, kid } = decodeProtectedHeader(token);
  expect({ alg, kid }).toEqual({
    alg: 'RS256',
    kid: (keys.keys[0] as { kid: string }).kid,
  });
  expect(keys.keys[0]).not.toHaveProperty('d');
  // Before 6.3.5 every token is refused when its key names an algorithm.
  expect(keys.keys[0]).not.toHaveProperty('alg');
});

test('a good token is let in', async () => {
  const { token } = await service.issueToken(cluster, HOUR);
  expect((await knock(`Bearer ${token}`)).status).toBe(400);
  expect((await knock(`bearer ${token}`, later(3599))).status).toBe(400);
});

test("expiry is told by the sandbox's clock", async () => {
  const { token } = await service.issueToken(cluster, HOUR);
  expectRefusal(
    await knock(`Bearer ${token}`, later(3601)),
    'jwt authentication failed for user admin. Reason: The Token has expired on 2025-06-01T11:30:00Z.',
  );
});

test('a token of another cluster, of another issuer, or for another user is refused', async () => {
  const { token } = await service.issueToken({ id: 'another', user: 'admin' }, HOUR);
  expectRefusal(
    await knock(`Bearer ${token}`),
    "jwt authentication failed for user admin. Reason: The Claim 'aud' value doesn't contain the required audience.",
  );
  const mine = await service.issueToken(cluster, { ...HOUR, issuer: 'http://elsewhere/' });
  expectRefusal(await knock(`Bearer ${mine.token}`), /user "null"/);
  const stranger = await service.issueToken({ ...cluster, user: 'joe' }, HOUR);
  expectRefusal(await knock(`Bearer ${stranger.token}`), /user "null"/);
});

const expectMalformed = (reply: Awaited<ReturnType<typeof knock>>, text: string) =>
  expect([reply.status, reply.body]).toEqual([500, text]);

test('a wrong signature, another algorithm and nonsense are refused', async () => {
  const { token } = await service.issueToken(cluster, HOUR);
  const { kid } = decodeProtectedHeader(token);
  const other = await generateKeyPair('RS256');
  const sign = (alg: string, key: Parameters<SignJWT['sign']>[0]) =>
    new SignJWT({ username: 'admin' })
      .setProtectedHeader({ alg, kid: String(kid) })
      .setIssuer(CTX.issuer)
      .setAudience(cluster.id)
      .setExpirationTime(CTX.now.getTime() / 1000 + 60)
      .sign(key);
  expectRefusal(
    await knock(`Bearer ${await sign('RS256', other.privateKey)}`),
    /Signature resulted/,
  );
  const shared = new TextEncoder().encode('a shared secret of thirty-two bytes');
  expectRefusal(await knock(`Bearer ${await sign('HS256', shared)}`), /Reason: /);
  const [head, , signature] = token.split('.');
  expectMalformed(
    await knock(`Bearer ${head}.e30.${signature}`),
    'The JWT token must contain an issuer (iss)',
  );
  expectMalformed(
    await knock('Bearer nonsense'),
    'The token was expected to have 3 parts, but got 0.',
  );
  expectMalformed(await knock('Bearer a.b.c'), 'The input is not a valid base 64 encoded string.');
  const old = makeCluster({ version: '5.8.7' });
  expect((await knock('Bearer nonsense', CTX, old)).body).toBe(
    'Unhandled exception: com.auth0.jwt.exceptions.JWTDecodeException: The token was expected to have 3 parts, but got 0.\n',
  );
});

test('a token ahead of the clock is refused, one without an end is not', async () => {
  const { token } = await service.issueToken(cluster, HOUR);
  expectRefusal(
    await knock(`Bearer ${token}`, later(-600)),
    "jwt authentication failed for user admin. Reason: The Token can't be used before 2025-06-01T10:30:00Z.",
  );
});

test('without a token there is no entry that fits, and passwords are refused', async () => {
  expectRefusal(await knock(undefined), NO_ENTRY);
  expectMalformed(
    await knock('Digest x'),
    'Only basic or bearer HTTP Authentication schemes are allowed.',
  );
  expectMalformed(await knock('Basic !!!'), 'Illegal base64 character 21');
  const basic = Buffer.from('bob:secret:x').toString('base64');
  expectRefusal(await knock(`Basic ${basic}`), 'password authentication failed for user "bob"');
  const known = makeCluster({ version: '6.4.3', password: 's3cret:x' });
  const sign = (password: string) => `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  expect((await knock(sign('s3cret:x'), CTX, known)).status).toBe(400);
  expectRefusal(
    await knock(sign('other'), CTX, known),
    'password authentication failed for user "admin"',
  );
});

test('clusters before 5.8.2 do not know tokens', async () => {
  const { token } = await service.issueToken(cluster, HOUR);
  const old = makeCluster({ version: '5.8.1' });
  expectRefusal(await knock(`Bearer ${token}`, CTX, old), NO_ENTRY);
  const known = ['5.8.2', '5.8.10', '5.10.0', '6.0.0', '5.9.0-rc1'];
  expect(known.filter((version) => !knowsTokens(version))).toEqual([]);
  expect(['5.8.1', '5.7.9', '4.99.99'].filter(knowsTokens)).toEqual([]);
});

test('a refresh token gives a new token, and is no token itself', async () => {
  const { refresh } = await service.issueToken(cluster, HOUR);
  const hour = later(3600);
  const renewed = await service.refreshToken(refresh, { ...hour, lifetimeSeconds: 60 });
  expect(renewed?.expiry).toBe('2025-06-01T11:31:00.000Z');
  expect((await knock(`Bearer ${renewed?.token}`, hour)).status).toBe(400);
  expectRefusal(await knock(`Bearer ${refresh}`), /audience/);
});

test('a refresh token that is no longer good, or none, gives nothing', async () => {
  const { refresh, token } = await service.issueToken(cluster, HOUR);
  const day = { ...later(24 * 3600 + 1), lifetimeSeconds: 60 };
  expect(await service.refreshToken(refresh, day)).toBeNull();
  expect(await service.refreshToken(token, HOUR)).toBeNull();
  expect(await service.refreshToken(`${refresh}x`, HOUR)).toBeNull();
  expect(await service.refreshToken('', HOUR)).toBeNull();
});
