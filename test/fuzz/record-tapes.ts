/** Clouds to record tapes from, without jest. */
import { connectCloud } from '../../sandbox/cloud/control/client.ts';
import { startCloud } from '../../sandbox/cloud/index.ts';
import { createSqlService } from '../../sandbox/cloud/sql/service.ts';
import { keyOf, type Step } from '../conformance/steps.ts';
import { record, type Tape } from './tape.ts';

export type Studio = { record(step: Step): Promise<Tape>; close(): Promise<void> };

/** The SQL engine can take longer to start than a step may take. */
const ATTEMPTS = 3;

/** The clouds share one SQL engine. */
export function openStudio(): Studio {
  const sql = createSqlService();

  async function once(step: Step): Promise<Tape> {
    const cloud = await startCloud({ sql });
    try {
      const control = connectCloud(cloud.origin);
      const { key: api_key, secret: api_secret } = (await control.seed()).keys.admin;
      const authData = { api_key, api_secret, scope: 'everything' };
      return await record(step, { origin: cloud.origin, control, authData });
    } finally {
      await cloud.close();
    }
  }

  return {
    async record(step) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(step);
        } catch (error) {
          if (attempt < ATTEMPTS) continue;
          throw new Error(`The example of ${keyOf(step)} fails: ${error}`, { cause: error });
        }
      }
    },
    close: () => sql.close(),
  };
}
