/**
 * What everything is measured against: a connection with its test, and nothing else. It is built by
 * the same code as the app.
 */
import zapier, { type Bundle, defineApp, type ZObject } from 'zapier-platform-core';

const test = async (z: ZObject, bundle: Bundle) => {
  const { api_key: key, api_secret: secret } = bundle.authData;
  const { data } = await z.request({
    url: `${process.env.CRATEDB_CLOUD_URL}/api/v2/users/me/`,
    headers: { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` },
  });
  return data;
};

export default defineApp({
  version: '1.0.0',
  platformVersion: zapier.version,
  authentication: {
    type: 'custom',
    test,
    connectionLabel: '{{email}}',
    fields: [
      { key: 'api_key', label: 'API Key', type: 'password', required: true },
      { key: 'api_secret', label: 'API Secret', type: 'password', required: true },
    ],
  },
  flags: { cleanInputData: false, skipHttpPatch: true },
});
