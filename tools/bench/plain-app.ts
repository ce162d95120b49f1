/**
 * What Zapier's core itself makes of a step's requests and items: one that asks for the same as a step of
 * ours, parses it, and gives as many things as they were sent. It is built by the same code as the app.
 */
import zapier, { type Bundle, defineApp, type ZObject } from 'zapier-platform-core';

/** Gives `most` things, out of the entries of the lists that `urls` name. */
const perform = async (z: ZObject, bundle: Bundle) => {
  const { api_key: key, api_secret: secret } = bundle.authData;
  const headers = { authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}` };
  const { urls, most } = bundle.inputData as { urls: string[]; most: number };
  const things: object[] = [];
  for (const url of urls) {
    const reply = await z.request({ url, headers, raw: true, skipThrowForStatus: true });
    const entries: unknown = JSON.parse(await reply.text());
    if (Array.isArray(entries)) {
      things.push(...entries.slice(0, most - things.length));
    }
  }
  return things.map((thing, index) => ({ ...thing, id: String(index) }));
};

export default defineApp({
  version: '1.0.0',
  platformVersion: zapier.version,
  triggers: {
    plain: {
      key: 'plain',
      noun: 'Thing',
      display: { label: 'Plain', description: 'Triggers when there is a thing.' },
      operation: { type: 'polling', perform, sample: { id: '1' } },
    },
  },
  flags: { cleanInputData: false, skipHttpPatch: true },
});
