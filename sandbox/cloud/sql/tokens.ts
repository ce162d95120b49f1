import type { JWK } from 'jose';
import {
  calculateJwkThumbprint,
  decodeJwt,
  errors,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
} from 'jose';
import type { ClusterToken, SqlContext } from './types.ts';

const ALGORITHM = 'RS256';
/** How long a refresh token lives. Not documented by the vendor. */
const REFRESH_SECONDS = 24 * 60 * 60;

/** Refresh tokens have an audience of their own, so that no cluster takes them for a token. */
const refreshAudience = (issuer: string): string => `${issuer}#refresh`;

export type Tokens = {
  issue(
    cluster: { id: string; user: string },
    ctx: SqlContext & { lifetimeSeconds: number },
  ): Promise<ClusterToken>;
  refresh(
    refresh: string,
    ctx: SqlContext & { lifetimeSeconds: number },
  ): Promise<ClusterToken | null>;
  jwks(): Promise<{ keys: object[] }>;
  /** The database user of a token that is good for the cluster now, or why it is not. */
  check(
    token: string,
    cluster: { id: string },
    ctx: SqlContext,
  ): Promise<{ user: string } | { user: string | null; reason: string }>;
};

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** Cluster tokens, signed with a key pair that is made at first use and lives as long as the service. */
export function createTokens(): Tokens {
  let made: ReturnType<typeof makeKeys> | undefined;
  const keys = () => {
    made ??= makeKeys();
    return made;
  };

  async function sign(
    claims: Record<string, unknown>,
    audience: string,
    ctx: SqlContext,
    lifetime: number,
  ): Promise<string> {
    const { privateKey, kid } = await keys();
    const now = seconds(ctx.now);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, kid, typ: 'JWT' })
      .setIssuer(ctx.issuer)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + lifetime)
      .sign(privateKey);
  }

  const verify = async (token: string, audience: string, ctx: SqlContext) => {
    const { publicKey } = await keys();
    const { payload } = await jwtVerify(token, publicKey, {
      algorithms: [ALGORITHM],
      issuer: ctx.issuer,
      audience,
      currentDate: ctx.now,
      requiredClaims: ['exp', 'username'],
    });
    return payload;
  };

  const issue: Tokens['issue'] = async (cluster, ctx) => {
    const expiry = new Date((seconds(ctx.now) + ctx.lifetimeSeconds) * 1000).toISOString();
    const token = await sign({ username: cluster.user }, cluster.id, ctx, ctx.lifetimeSeconds);
    const claims = { username: cluster.user, cluster: cluster.id };
    const refresh = await sign(claims, refreshAudience(ctx.issuer), ctx, REFRESH_SECONDS);
    return { token, refresh, expiry };
  };

  return {
    issue,
    async refresh(refresh, ctx) {
      try {
        const { cluster, username } = await verify(refresh, refreshAudience(ctx.issuer), ctx);
        return await issue({ id: String(cluster), user: String(username) }, ctx);
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
    async jwks() {
      return { keys: [(await keys()).jwk] };
    },
    async check(token, cluster, ctx) {
      try {
        return { user: String((await verify(token, cluster.id, ctx)).username) };
      } catch (error) {
        if (!(error instanceof errors.JOSEError)) throw error;
        return { user: claimedUser(token), reason: reason(error) };
      }
    },
  };
}

async function makeKeys() {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const exported = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(exported);
  const jwk: JWK = { ...exported, kid, alg: ALGORITHM, use: 'sig' };
  return { publicKey, privateKey, kid, jwk };
}

/** The user that a token names, whoever signed it; null when it can't be read. */
function claimedUser(token: string): string | null {
  try {
    const { username } = decodeJwt(token);
    return typeof username === 'string' ? username : null;
  } catch {
    return null;
  }
}

/** The words of the library that CrateDB checks tokens with (auth0's java-jwt). */
function reason(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) {
    const at = new Date(Number(error.payload.exp) * 1000).toISOString().replace('.000', '');
    return `The Token has expired on ${at}.`;
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    return error.claim === 'aud'
      ? "The Claim 'aud' value doesn't contain the required audience."
      : `The Claim '${error.claim}' value doesn't match the required one.`;
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return "The Token's Signature resulted invalid when verified using the Algorithm: SHA256withRSA";
  }
  return error.message;
}
