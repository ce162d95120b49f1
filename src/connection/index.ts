import type { Authentication, Bundle, ZObject } from 'zapier-platform-core';
import { getCurrentUser } from '../clients/cloud/users.ts';
import { toZapierError } from '../kit/errors.ts';
import { LEVELS } from '../kit/level.ts';
import { runStep } from '../kit/run/run.ts';

const WHERE =
  'Create one under [API tokens in your account settings](https://console.cratedb.cloud/account/settings).';

/** Asks who the key belongs to; the answer makes the connection's label. */
const test = async (z: ZObject, bundle: Bundle) => {
  try {
    const user = await runStep(z, bundle, [], (run) => getCurrentUser(run.cloud));
    // The key's end tells two keys of one user apart, and opens nothing.
    const ending = bundle.authData?.api_key?.trim().slice(-4) ?? '';
    const account = user.email ?? user.username ?? user.name;
    return { id: user.uid, email: account, name: user.name, ending };
  } catch (error) {
    throw toZapierError(z, { kind: 'connection', label: 'Connect CrateDB Cloud' }, error);
  }
};

/** An API key with its secret. It acts as its user, in all of the user's organizations. */
export const authentication = {
  type: 'custom',
  test,
  connectionLabel: '{{email}} (…{{ending}})',
  fields: [
    {
      key: 'api_key',
      label: 'API Key',
      type: 'password',
      required: true,
      helpText: `${WHERE} It can do what your user can do.`,
    },
    {
      key: 'api_secret',
      label: 'API Secret',
      type: 'password',
      required: true,
      helpText: `Shown once, when the key is created. ${WHERE}`,
    },
    {
      // Core takes the values of other keys than this one out of every log line, wherever they stand.
      key: 'scope',
      label: 'What Steps May Do',
      type: 'string',
      required: false,
      choices: { ...LEVELS },
      helpText:
        'Watch reads and previews. Watch and Change is taken when this is blank. Everything includes deleting, SQL statements of any kind, API keys and admin roles. It guards against mistakes: the [API key](https://console.cratedb.cloud/account/settings) itself keeps the rights of your role.',
    },
  ],
} as const satisfies Authentication;
