/** Looking for what must never come out. */
import type { Zapier } from '../../sandbox/zapier/index.ts';
import type { TestCloud } from '../support/sandbox.ts';
import { hold, type Outcome } from './walk.ts';

/** The secrets of one run: the connection's, in every form they travel in, and the cluster tokens. */
async function secretsOf(cloud: TestCloud): Promise<Map<string, string>> {
  const { api_key: key, api_secret: secret } = cloud.authData;
  const asked = (await cloud.control.requests()).some(({ path }) => path.endsWith('/jwt/'));
  const tokens = asked ? await cloud.tokens() : [];
  return new Map([
    ['the API secret', secret],
    ['the Basic credentials', Buffer.from(`${key}:${secret}`).toString('base64')],
    ...tokens.map((token) => ['a cluster token', token] as [string, string]),
  ]);
}

/** Errors with all that core adds to them, outputs, log lines as they were sent, and the cache. */
export async function checkSecrets(
  { cloud, zapier }: { cloud: TestCloud; zapier: Zapier },
  outcome: Outcome,
  /** What else must not come out, by what it is. */
  more: Record<string, string> = {},
): Promise<void> {
  const places = {
    'the error': outcome.error?.raw ?? '',
    'the output': JSON.stringify(outcome.items),
    'the log': zapier.logs.map((line) => line.sent).join('\n'),
    'the cache': JSON.stringify([...zapier.cache]),
  };
  for (const [what, secret] of [...(await secretsOf(cloud)), ...Object.entries(more)]) {
    for (const [where, text] of Object.entries(places)) {
      hold(!text.includes(secret), `${what} is in ${where}`);
    }
  }
  const { api_key: key } = cloud.authData;
  hold(!places['the error'].includes(key), 'the API key is in the error');
  hold(!places['the log'].includes(key), 'the API key is in the log');
}
