import { createRequire } from 'node:module';
import type { Bundle, ZObject as Z } from 'zapier-platform-core';

const require = createRequire(import.meta.url);
const { version } = require('zapier-platform-core') as { version: string };

/** What the app's service holds, and what the app was asked: a test looks and changes at will. */
export type Service = {
  list: unknown[];
  bundles: Bundle[];
  fail: ((z: Z) => unknown) | undefined;
  running: number;
  mostAtOnce: number;
  people: { id: string; name: string }[];
};

export function smallService(): Service {
  return { list: [], bundles: [], fail: undefined, running: 0, mostAtOnce: 0, people: [] };
}

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

const display = (label: string) => ({ label, description: `Does what ${label} says.` });

/** An integration with one of everything that Zapier's side has to do with. */
export function smallApp(service: Service = smallService()) {
  const asked = (z: Z, bundle: Bundle) => {
    service.bundles.push(bundle);
    if (service.fail) throw service.fail(z);
  };

  const poll = (z: Z, bundle: Bundle) => {
    asked(z, bundle);
    return service.list;
  };

  const details = (_z: Z, bundle: Bundle) => ({ id: bundle.inputData.id, detail: 'from hydrator' });
  const picture = (z: Z, bundle: Bundle) =>
    z.stashFile(Buffer.from(`picture ${bundle.inputData.id}`), undefined, 'dot.png', 'image/png');

  const typedFields = [
    { key: 'text', label: 'Text' },
    { key: 'count', label: 'Count', type: 'integer' },
    { key: 'share', label: 'Share', type: 'number' },
    { key: 'sure', label: 'Sure', type: 'boolean', default: 'true' },
    { key: 'when', label: 'When', type: 'datetime' },
    { key: 'tags', label: 'Tags', list: true },
    {
      key: 'rows',
      label: 'Rows',
      children: [{ key: 'amount', label: 'Amount', type: 'integer' }],
    },
  ];

  const slow = async (z: Z, bundle: Bundle) => {
    asked(z, bundle);
    service.running += 1;
    service.mostAtOnce = Math.max(service.mostAtOnce, service.running);
    await pause(30);
    service.running -= 1;
    return { id: '1' };
  };

  return {
    version: '1.0.0',
    platformVersion: version,
    flags: { cleanInputData: false, skipHttpPatch: true },
    authentication: {
      type: 'custom',
      fields: [{ key: 'api_key', label: 'Key', required: true }],
      test: (z: Z, bundle: Bundle) => {
        asked(z, bundle);
        if (bundle.authData.api_key !== 'good-key')
          throw new z.errors.ExpiredAuthError('Wrong key.');
        return { email: 'ann@example.com', account: { name: 'Acme' } };
      },
      connectionLabel: '{{email}} at {{bundle.inputData.account.name}}',
    },
    hydrators: { details, picture },
    triggers: {
      new_thing: {
        key: 'new_thing',
        noun: 'Thing',
        display: display('New Thing'),
        operation: { perform: (z: Z, bundle: Bundle) => poll(z, bundle), sample: { id: '1' } },
      },
      changed_thing: {
        key: 'changed_thing',
        noun: 'Thing',
        display: display('Changed Thing'),
        operation: {
          perform: (z: Z, bundle: Bundle) => poll(z, bundle),
          outputFields: [
            { key: 'id', primary: true },
            { key: 'version', primary: true },
          ],
          sample: { id: '1', version: 1 },
        },
      },
      color: {
        key: 'color',
        noun: 'Color',
        display: { ...display('Color'), hidden: true },
        operation: {
          canPaginate: true,
          perform: async (z: Z, bundle: Bundle) => {
            asked(z, bundle);
            const page = Number(bundle.meta.page);
            const cursor = page > 0 ? await z.cursor.get() : 'start';
            await z.cursor.set(`after page ${page}`);
            return [{ id: `page ${page}`, name: cursor }];
          },
          sample: { id: '1' },
        },
      },
    },
    searches: {
      find_person: {
        key: 'find_person',
        noun: 'Person',
        display: display('Find Person'),
        operation: {
          inputFields: [{ key: 'name', label: 'Name', required: true }],
          perform: (z: Z, bundle: Bundle) => {
            asked(z, bundle);
            return service.people.filter((person) => person.name === bundle.inputData.name);
          },
          sample: { id: '1' },
        },
      },
      find_pages: {
        key: 'find_pages',
        noun: 'Page',
        display: display('Find Pages'),
        operation: {
          canPaginate: true,
          perform: (_z: Z, bundle: Bundle) =>
            bundle.meta.paging_token
              ? { results: [{ id: '2' }], paging_token: null }
              : { results: [{ id: '1' }], paging_token: 'next' },
          sample: { id: '1' },
        },
      },
    },
    creates: {
      add_person: {
        key: 'add_person',
        noun: 'Person',
        display: display('Add Person'),
        operation: {
          inputFields: [{ key: 'name', label: 'Name', required: true }],
          perform: (z: Z, bundle: Bundle) => {
            asked(z, bundle);
            const person = {
              id: String(service.people.length + 1),
              name: String(bundle.inputData.name),
            };
            service.people.push(person);
            return person;
          },
          sample: { id: '1' },
        },
      },
      echo: {
        key: 'echo',
        noun: 'Echo',
        display: display('Echo'),
        operation: {
          inputFields: [
            ...typedFields,
            (_z: Z, bundle: Bundle) =>
              bundle.inputData.text === 'more'
                ? [{ key: 'extra', label: 'Extra', type: 'integer' }]
                : [],
          ],
          perform: (z: Z, bundle: Bundle) => {
            asked(z, bundle);
            return { input: bundle.inputData, raw: bundle.inputDataRaw };
          },
          sample: { id: '1' },
        },
      },
      echo_cleaned: {
        key: 'echo_cleaned',
        noun: 'Echo',
        display: display('Echo Cleaned'),
        operation: {
          inputFields: ['text', 'none', 'list', 'deep', 'ok'].map((key) => ({ key, label: key })),
          cleanInputData: true,
          perform: (_z: Z, bundle: Bundle) => ({ input: bundle.inputData }),
          sample: { id: '1' },
        },
      },
      pick: {
        key: 'pick',
        noun: 'Choice',
        display: display('Pick'),
        operation: {
          inputFields: [
            { key: 'first', label: 'First' },
            {
              key: 'second',
              label: 'Second',
              choices: {
                perform: (_z: Z, bundle: Bundle) => ({
                  results: [{ id: `of ${bundle.inputData.first}`, label: 'Of' }],
                  paging_token: bundle.meta.paging_token ? null : 'more',
                }),
              },
            },
          ],
          perform: () => ({ id: '1' }),
          sample: { id: '1' },
        },
      },
      slow: {
        key: 'slow',
        noun: 'Thing',
        display: display('Slow'),
        operation: {
          lock: { key: 'thing-{{bundle.inputData.thing}}' },
          inputFields: [{ key: 'thing', label: 'Thing', required: true }],
          perform: slow,
          sample: { id: '1' },
        },
      },
      slow_per_connection: {
        key: 'slow_per_connection',
        noun: 'Thing',
        display: display('Slow Per Connection'),
        operation: {
          lock: { key: 'thing', scope: ['auth'] },
          perform: (z: Z, bundle: Bundle) => slow(z, bundle),
          sample: { id: '1' },
        },
      },
      use_zapier: {
        key: 'use_zapier',
        noun: 'Use',
        display: display('Use Zapier'),
        operation: {
          perform: async (z: Z, bundle: Bundle) => {
            z.console.log('working for', bundle.authData.api_key, 'with canary-in-input');
            const scope = ['auth'];
            return {
              was: await z.cache.get('key'),
              set: await z.cache.set('key', { n: 1 }, 60),
              again: await z.cache.set('key', { n: 2 }, 60, undefined, true),
              mine: await z.cache.set('mine', 'x', undefined, scope),
              ours: await z.cache.get('mine'),
              deleted: await z.cache.delete('nothing'),
              file: await z.stashFile('hello, wörld', undefined, 'note.txt', 'text/plain'),
              details: z.dehydrate(details, { id: '7' }),
              picture: z.dehydrateFile(picture, { id: '7' }),
              environment: process.env.SMALL_APP_URL ?? null,
            };
          },
          sample: { id: '1' },
        },
      },
      misbehave: {
        key: 'misbehave',
        noun: 'Thing',
        display: display('Misbehave'),
        operation: {
          inputFields: [{ key: 'how', label: 'How' }],
          perform: async (z: Z, bundle: Bundle) => {
            const { how } = bundle.inputData;
            z.console.log('about to misbehave');
            if (how === 'no object') return [];
            if (how === 'never') return await new Promise(() => {});
            if (how === 'bigint') return { id: 1n };
            if (how === 'too large') return { id: 'x'.repeat(6_291_456) };
            if (how === 'exit') return process.exit(7);
            if (how === 'pid') return { pid: process.pid };
            if (how === 'environment') {
              await pause(20);
              return { url: process.env.SMALL_APP_URL ?? null, node: process.env.NODE_ENV ?? null };
            }
            if (how === 'halted') throw new z.errors.HaltedError('Stop here.');
            if (how === 'type error') throw new TypeError('x is not a function');
            return { id: '1' };
          },
          sample: { id: '1' },
        },
      },
    },
    searchOrCreates: {
      find_person: {
        key: 'find_person',
        display: display('Find or Create Person'),
        search: 'find_person',
        create: 'add_person',
      },
    },
  };
}

export default smallApp();
