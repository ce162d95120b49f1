import { MINUTE_MS } from '../../base/time.ts';

/** A token for one cluster. `expiresAt` is null when the API did not say. */
export type ClusterToken = { token: string; expiresAt: Date | null };

/**
 * One cluster's token during one run: fetched with the first statement, shared by all of them, also by
 * those that run side by side.
 */
export type SqlSession = {
  /** The token, fetched anew when the one at hand nears its end. */
  token(): Promise<string>;
  /** Another token than the refused one. */
  renewed(refused: string): Promise<string>;
};

/** A token this close to its end is renewed first. */
const RENEW_BEFORE_MS = MINUTE_MS;

export function createSqlSession(options: {
  /** Asks the API for a token. */
  fetchToken: () => Promise<ClusterToken>;
  /** The server's time, by which tokens end. */
  now: () => Date;
}): SqlSession {
  let current: Promise<ClusterToken> | null = null;

  function fetchOne(): Promise<ClusterToken> {
    const fetched = options.fetchToken();
    current = fetched;
    // A failure belongs to those who waited for it; whoever comes later asks again.
    fetched.catch(() => {
      if (current === fetched) current = null;
    });
    return fetched;
  }

  async function token(): Promise<string> {
    const asked = current;
    // A fresh one is used whatever it says of its end.
    if (asked === null) return (await fetchOne()).token;
    const { token, expiresAt } = await asked;
    const ends = expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
    if (ends - options.now().getTime() >= RENEW_BEFORE_MS) return token;
    // Another statement may have renewed it meanwhile.
    return (await (current === asked ? fetchOne() : (current ?? fetchOne()))).token;
  }

  return {
    token,
    renewed: async (refused) => {
      const asked = current;
      // Others that were refused with it may have dropped it meanwhile.
      if (asked !== null && (await asked).token === refused && current === asked) current = null;
      return token();
    },
  };
}
