import type { Tokens } from './tokens.ts';
import type { SqlCluster, SqlContext, SqlReply } from './types.ts';

/**
 * Who may ask: the reply to refuse with, or undefined for a good token.
 * API: refusals are 401 with plain text, never JSON.
 */
export async function refuse(
  cluster: SqlCluster,
  authorization: string | undefined,
  tokens: Tokens,
  ctx: SqlContext,
): Promise<SqlReply | undefined> {
  const [scheme = '', credentials = ''] = (authorization ?? '').trim().split(/\s+/, 2);
  if (/^basic$/i.test(scheme)) {
    const decoded = Buffer.from(credentials, 'base64').toString();
    const [user = '', ...rest] = decoded.split(':');
    const { password } = cluster;
    if (password !== null && user === cluster.user && rest.join(':') === password) {
      return undefined;
    }
    return unauthorized(`password authentication failed for user "${user}"`);
  }
  // Without a method that fits, CrateDB takes the request for its user "crate" and finds no entry.
  if (!/^bearer$/i.test(scheme) || !knowsTokens(cluster.version)) return noEntry('crate');
  const checked = await tokens.check(credentials, cluster, ctx);
  if (!('reason' in checked)) {
    return checked.user === cluster.user
      ? undefined
      : unauthorized(`jwt authentication failed for user "${checked.user}"`);
  }
  if (checked.user === null) return noEntry('null');
  return unauthorized(
    `jwt authentication failed for user ${checked.user}. Reason: ${checked.reason}`,
  );
}

const noEntry = (user: string): SqlReply =>
  unauthorized(
    `No valid auth.host_based.config entry found for host "127.0.0.1", user "${user}", protocol "http". Did you enable TLS in your client?`,
  );

function unauthorized(text: string): SqlReply {
  return {
    status: 401,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'www-authenticate': 'Basic realm="CrateDB Authenticator"',
      connection: 'close',
    },
    body: `${text}\n`,
  };
}

/** API: on CrateDB Cloud tokens work from version 5.8.2 on. */
export function knowsTokens(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  const since = [5, 8, 2];
  const parts = [major, minor, patch];
  const different = parts.findIndex((part, i) => part !== since[i]);
  return different < 0 || (parts[different] ?? 0) > (since[different] ?? 0);
}
