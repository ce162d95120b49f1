import type { Authentication, Bundle, ZObject } from 'zapier-platform-core';
import { getCurrentUser } from '../clients/cloud/users.ts';
import { toZapierError } from '../kit/errors.ts';
import { runStep } from '../kit/run/run.ts';

const WHERE =
  'Create one under [API tokens in your account settings](https://console.cratedb.cloud/account/settings).';

/** Asks who the key belongs to; the answer makes the connection's label. */
const test = async (z: ZObject, bundle: Bundle) => {
  try {
    const user = await runStep(z, bundle, [], (run) => getCurrentUser(run.cloud));
    return { id: user.uid, email: user.email ?? user.username ?? user.name, name: user.name };
  } catch (error) {
    throw toZapierError(z, { kind: 'connection', label: 'Connect CrateDB Cloud' }, error);
  }
};

/** An API key with its secret. It acts as its user, in all of the user's organizations. */
export const authentication = {
  type: 'custom',
  test,
  connectionLabel: '{{email}}',
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
  ],
} as const satisfies Authentication;
