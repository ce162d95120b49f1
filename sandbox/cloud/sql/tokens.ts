import type { JWK } from 'jose';
import {
  calculateJwkThumbprint,
  compactVerify,
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
  /**
   * Why a token is not good for a cluster now, in the words of the library that CrateDB checks tokens with
   * (auth0's java-jwt); undefined for a good one.
   */
  refusal(
    token: DecodedToken,
    expected: { iss: string; aud: string },
    ctx: SqlContext,
  ): Promise<string | undefined>;
};

/** The keys that tokens are signed with; made at first use unless they are given. */
export type SigningKeys = Awaited<ReturnType<typeof generateKeyPair>> & { kid?: string };

/** What a token says, whoever signed it. */
export type DecodedToken = {
  text: string;
  kid: string;
  iss: string;
  username: string;
  claims: Record<string, unknown>;
};

/** A cluster's token comes with each of its statements. */
const MOST_PROVED = 1_000;

const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

type PublicKey = Parameters<typeof compactVerify>[1];

/** Checks signatures, and remembers the right ones, which nothing changes. */
function signatureCheck() {
  const proved = new Set<string>();
  return async (text: string, publicKey: PublicKey): Promise<void> => {
    if (proved.has(text)) return;
    await compactVerify(text, publicKey, { algorithms: [ALGORITHM] });
    if (proved.size >= MOST_PROVED) proved.clear();
    proved.add(text);
  };
}

/** Cluster tokens, signed with a key pair that is made at first use and lives as long as the service. */
export function createTokens(given?: SigningKeys): Tokens {
  let made: ReturnType<typeof makeKeys> | undefined;
  const prove = signatureCheck();
  const keys = () => {
    made ??= makeKeys(given);
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
    async refusal(token, { iss, aud }, ctx) {
      // Of other issuers nothing is known here: none of them can be asked.
      if (iss !== ctx.issuer) return `Cannot obtain jwks from url ${iss}`;
      const { publicKey, kid } = await keys();
      if (token.kid !== kid) return `No key found in ${iss} with kid ${token.kid}`;
      try {
        await prove(token.text, publicKey);
      } catch (error) {
        if (!(error instanceof errors.JOSEError)) throw error;
        return "The Token's Signature resulted invalid when verified using the Algorithm: SHA256withRSA";
      }
      return claimRefusal(token.claims, aud, ctx);
    },
  };
}

const isoSeconds = (time: number): string =>
  new Date(time * 1000).toISOString().replace('.000', '');

function claimRefusal(
  claims: Record<string, unknown>,
  aud: string,
  ctx: SqlContext,
): string | undefined {
  const audiences = [claims.aud].flat();
  if (!audiences.includes(aud)) {
    return "The Claim 'aud' value doesn't contain the required audience.";
  }
  const now = seconds(ctx.now);
  const { exp, nbf, iat } = claims;
  // API: no leeway, on either side; a token without an end is accepted.
  if (typeof exp === 'number' && exp < now) return `The Token has expired on ${isoSeconds(exp)}.`;
  for (const from of [nbf, iat]) {
    if (typeof from === 'number' && from > now) {
      return `The Token can't be used before ${isoSeconds(from)}.`;
    }
  }
  return undefined;
}

async function makeKeys(given?: SigningKeys) {
  const pair = given ?? (await generateKeyPair(ALGORITHM, { extractable: true }));
  const exported = await exportJWK(pair.publicKey);
  const kid = given?.kid ?? (await calculateJwkThumbprint(exported));
  // Without `alg`: with it every token is refused before 6.3.5.
  const jwk: JWK = { ...exported, kid, use: 'sig' };
  return { publicKey: pair.publicKey, privateKey: pair.privateKey, kid, jwk };
}
