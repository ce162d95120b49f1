import { timingSafeEqual } from 'node:crypto';
import type { Database } from './catalog/database.ts';
import type { Role } from './catalog/roles.ts';
import type { DecodedToken, Tokens } from './tokens.ts';
import type { SqlCluster, SqlContext, SqlReply } from './types.ts';
import { atLeast } from './version.ts';

/** Something that cannot be read as a token or a password: CrateDB's own words. */
class Malformed extends Error {
  /** 5.8 answers some of them as a bad request, others as an unhandled exception of this class. */
  readonly exception: string | undefined;
  constructor(text: string, exception?: string) {
    super(text);
    this.exception = exception;
  }
}

type Credentials =
  | { scheme: 'basic'; user: string; password: string }
  | { scheme: 'bearer'; token: DecodedToken }
  | { scheme: 'none' };

export type Admitted = { user: string } | { refusal: SqlReply };

/**
 * Who asks: a user of the database, or the reply to refuse with.
 * API: refusals are 401 in plain text without a content type, malformed credentials 500.
 */
export async function authenticate(
  database: Database,
  authorization: string | undefined,
  tokens: Tokens,
  ctx: SqlContext,
): Promise<Admitted> {
  const { cluster } = database;
  let credentials: Credentials;
  try {
    credentials = readHeader(authorization);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return { refusal: malformed(error, cluster.version) };
  }
  if (credentials.scheme === 'none') return { refusal: noEntry('crate') };
  if (credentials.scheme === 'basic') return checkPassword(database, credentials);
  // Without a method that fits, CrateDB takes the request for its user "crate" and finds no entry.
  if (!knowsTokens(cluster.version)) return { refusal: noEntry('crate') };
  return checkToken(database, credentials.token, tokens, ctx);
}

function readHeader(authorization: string | undefined): Credentials {
  if (authorization === undefined || authorization.trim() === '') return { scheme: 'none' };
  const [scheme = '', value] = authorization.trim().split(/ +/);
  if (value === undefined) {
    throw new Malformed(
      'Authorization header must contain auth scheme (basic, bearer) and base64 encoded value separated by a whitespace',
      'java.lang.IllegalArgumentException',
    );
  }
  if (/^basic$/i.test(scheme)) return { scheme: 'basic', ...readBasic(value) };
  if (/^bearer$/i.test(scheme)) return { scheme: 'bearer', token: decodeToken(value) };
  throw new Malformed(
    'Only basic or bearer HTTP Authentication schemes are allowed.',
    'java.lang.IllegalArgumentException',
  );
}

function readBasic(value: string): { user: string; password: string } {
  const bad = /[^A-Za-z0-9+/=]/.exec(value)?.[0];
  if (bad !== undefined) {
    throw new Malformed(`Illegal base64 character ${bad.charCodeAt(0).toString(16)}`);
  }
  const decoded = Buffer.from(value, 'base64').toString();
  const colon = decoded.indexOf(':');
  return colon < 0
    ? { user: decoded, password: '' }
    : { user: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}

const DECODE_EXCEPTION = 'com.auth0.jwt.exceptions.JWTDecodeException';

function readPart(part: string): Record<string, unknown> {
  if (!/^[A-Za-z0-9_-]*=*$/.test(part) || part.length % 4 === 1) {
    throw new Malformed('The input is not a valid base 64 encoded string.', DECODE_EXCEPTION);
  }
  const text = Buffer.from(part, 'base64url').toString();
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null) return parsed as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new Malformed(`The string '${text}' doesn't have a valid JSON format.`, DECODE_EXCEPTION);
}

/** A token's header and claims; throws as java-jwt does for what is none. */
function decodeToken(text: string): DecodedToken {
  const parts = text.split('.');
  const count = parts.length === 1 ? 0 : parts.length > 3 ? '> 3' : parts.length;
  const [header, payload] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined) {
    throw new Malformed(
      `The token was expected to have 3 parts, but got ${count}.`,
      DECODE_EXCEPTION,
    );
  }
  const { kid } = readPart(header);
  const claims = readPart(payload);
  const { iss, username } = claims;
  const given = (value: unknown): value is string => typeof value === 'string' && value !== '';
  if (!given(kid)) throw new Malformed('The JWT token must contain a public key id (kid)');
  if (!given(iss)) throw new Malformed('The JWT token must contain an issuer (iss)');
  if (!given(username)) throw new Malformed("The JWT token must contain a 'username' claim");
  return { text, kid, iss, username, claims };
}

function malformed({ message, exception }: Malformed, version: string): SqlReply {
  if (atLeast(version, '6.0.0')) return { status: 500, headers: {}, body: message };
  return exception === undefined
    ? { status: 400, headers: {}, body: `Invalid request sent: ${message}\n` }
    : { status: 500, headers: {}, body: `Unhandled exception: ${exception}: ${message}\n` };
}

const same = (a: string, b: string): boolean => {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
};

function checkPassword(
  { cluster, roles }: Database,
  { user, password }: { user: string; password: string },
): Admitted {
  const own = roles.get(user)?.password;
  const expected = user === cluster.user ? (own ?? cluster.password ?? undefined) : own;
  if (expected !== undefined && roles.get(user)?.user !== false && same(expected, password))
    return { user };
  return { refusal: unauthorized(`password authentication failed for user "${user}"`) };
}

/** The user that a token's issuer and name belong to. The cluster's own user has the cloud's tokens. */
function ownerOf({ cluster, roles }: Database, token: DecodedToken, ctx: SqlContext) {
  const fits = (role: Role) =>
    role.user && role.jwt?.iss === token.iss && role.jwt.username === token.username;
  const role = [...roles.values()].find(fits);
  if (role?.jwt) return { user: role.name, iss: role.jwt.iss, aud: role.jwt.aud ?? cluster.id };
  if (token.iss === ctx.issuer && token.username === cluster.user && roles.has(cluster.user)) {
    return { user: cluster.user, iss: ctx.issuer, aud: cluster.id };
  }
  return undefined;
}

async function checkToken(
  database: Database,
  token: DecodedToken,
  tokens: Tokens,
  ctx: SqlContext,
): Promise<Admitted> {
  const owner = ownerOf(database, token, ctx);
  if (!owner) return { refusal: noEntry('null') };
  const reason = await tokens.refusal(token, owner, ctx);
  if (reason === undefined) return { user: owner.user };
  return {
    refusal: unauthorized(`jwt authentication failed for user ${owner.user}. Reason: ${reason}`),
  };
}

const noEntry = (user: string): SqlReply =>
  unauthorized(
    `No valid auth.host_based.config entry found for host "127.0.0.1", user "${user}", protocol "http". Did you enable TLS in your client?`,
  );

const unauthorized = (text: string): SqlReply => ({
  status: 401,
  headers: { 'www-authenticate': 'Basic realm="CrateDB Authenticator"' },
  body: `${text}\n`,
});

/** API: on CrateDB Cloud tokens work from version 5.8.2 on. */
export const knowsTokens = (version: string): boolean => atLeast(version, '5.8.2');

export type { SqlCluster };
