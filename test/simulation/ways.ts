/** The two ways on which a history reaches its trigger: as Zapier does, and far faster. */
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { startDirectZapier, startZapier, type Zapier } from '../../sandbox/zapier/index.ts';
import type { LoadedHandler } from '../../sandbox/zapier/types.ts';
import { answerTo, type Served } from './served.ts';
import type { SimulatedApi } from './server.ts';

export type Way = (served: Served) => Promise<{ zapier: Zapier; close(): void }>;

const clockOf = (served: Served) => () => new Date(served.moment.now);

/** Through core and over loopback HTTP. */
export function overHttp(
  api: SimulatedApi,
  handler: LoadedHandler,
  /** Takes what is to be closed later on: after a failed step, core still sends to the log. */
  leave: (close: () => Promise<void>) => void,
): Way {
  return async (served) => {
    const door = api.open(served);
    const zapier = await startZapier({
      handler,
      authData: { api_key: door.key, api_secret: 'secret' },
      environment: { CRATEDB_CLOUD_URL: api.origin },
      now: clockOf(served),
    });
    return {
      zapier,
      close() {
        door.close();
        leave(zapier.close);
      },
    };
  };
}

let histories = 0;

/** In this process, without core and without sockets. */
export function directly(app: object): Way {
  // As a server of development: the clock of any other is believed within a day of the machine's only.
  process.env.CRATEDB_CLOUD_URL ??= 'https://simulation.cratedb.net';
  return async (served) => {
    histories += 1;
    const zapier = startDirectZapier({
      app,
      // A process remembers by the key what it read of an account.
      authData: { api_key: `crate_direct_${histories}`, api_secret: 'secret' },
      now: clockOf(served),
      async answer({ url, body }) {
        const reply = answerTo(
          served,
          new URL(url),
          'https://direct.simulation.cratedb.net/sql/direct',
          await textOf(body),
        );
        if (reply === 'cut') throw new Error('socket hang up');
        return reply;
      },
    });
    return { zapier, close: () => {} };
  };
}

/** A body that core must not log is sent as a stream. */
async function textOf(body: unknown): Promise<string> {
  return body instanceof Readable ? await text(body) : String(body ?? '');
}
