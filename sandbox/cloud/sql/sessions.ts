/** The sessions of the clients' connections. */
import type { Database } from './catalog/database.ts';
import { createSession, type Session } from './statements/session.ts';
import type { SqlRequest } from './types.ts';

/** Sessions are kept for so many connections. */
const MOST_SESSIONS = 2000;

type Sessions = {
  of(request: SqlRequest, database: Database, user: string): Session;
  clear(): void;
};

export function createSessions(): Sessions {
  const sessions = new Map<string, Session>();
  return {
    of(request, database, user) {
      const { connection, world } = request;
      if (connection === undefined) return makeSession(request, database, user);
      const key = JSON.stringify([world, database.cluster.id, user, connection]);
      const session = sessions.get(key) ?? makeSession(request, database, user);
      // The last one used stands last: the first are those of connections long gone.
      sessions.delete(key);
      sessions.set(key, session);
      for (const old of sessions.keys()) {
        if (sessions.size <= MOST_SESSIONS) break;
        sessions.delete(old);
      }
      return session;
    },
    clear: () => sessions.clear(),
  };
}

/** API: the `Default-Schema` header counts for the first request of a connection only. */
function makeSession(request: SqlRequest, database: Database, user: string): Session {
  const own = database.roles.get(user)?.settings ?? new Map();
  const given = new Map([...own].map(([name, value]) => [name, String(value)] as const));
  return createSession(request.defaultSchema ?? 'doc', given);
}
