/**
 * What Zapier's core itself makes of a step's requests and items: one that asks for the same as a step of
 * ours, parses it, and gives as many things as they were sent. It is built by the same code as the app.
 *
 * Instead of addresses it can be given statements for a cluster: the rows of the last one are what it gives, each
 * as an item or all of them in one.
 */
import zapier, { type Bundle, defineApp, type ZObject } from 'zapier-platform-core';

type Statements = { url: string; headers: Record<string, string>; bodies: string[] };

const rowsOf = async (z: ZObject, { url, headers, bodies }: Statements, inOne: boolean) => {
  let last: { cols: string[]; rows?: unknown[][]; results?: object[] } = { cols: [] };
  for (const body of bodies) {
    const sending = { method: 'POST', url, headers, body, raw: true, skipThrowForStatus: true };
    const reply = await z.request({ ...sending, method: 'POST', raw: true });
    last = JSON.parse(await reply.text());
  }
  const { cols, rows, results = [] } = last;
  const things: object[] =
    rows?.map((row) => Object.fromEntries(cols.map((name, index) => [name, row[index]]))) ??
    results;
  return inOne ? [{ id: '1', things }] : things.map((thing, id) => ({ ...thing, id: String(id) }));
};

/** Gives `most` things, out of the entries of the lists that `urls` name. */
const perform = async (z: ZObject, bundle: Bundle) => {
  const { statements, inOne } = bundle.inputData as { statements?: Statements; inOne?: boolean };
  if (statements) return rowsOf(z, statements, inOne === true);
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
