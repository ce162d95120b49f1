import { loadHandler } from '../../../sandbox/zapier/load-app.ts';
import { lockKey, locksOf } from '../../../sandbox/zapier/locks.ts';
import { open } from './open.ts';
import { smallApp, smallService } from './small-app.ts';

describe('a throttled step', () => {
  test('fails if it is not to be repeated', async () => {
    const { zapier, service } = await open();
    service.fail = (z) => new z.errors.ThrottledError('Later.', 5);
    await expect(zapier.create('echo')).rejects.toMatchObject({ kind: 'throttled' });
    expect(service.bundles).toHaveLength(1);
    await zapier.close();
  });

  test('is repeated with the same input after its delay', async () => {
    const waited: number[] = [];
    const { zapier, service } = await open({
      wait: async (seconds) => {
        waited.push(seconds);
        if (waited.length === 2) service.fail = undefined;
      },
    });
    const delays = [7, undefined];
    service.fail = (z) => new z.errors.ThrottledError('Later.', delays.shift());
    const result = await zapier.create('echo', { text: 'same' }, { replays: 3 });
    expect(result.input).toMatchObject({ text: 'same' });
    expect(waited).toEqual([7, 60]);
    expect(service.bundles.map(({ inputData }) => inputData.text)).toEqual([
      'same',
      'same',
      'same',
    ]);
    await zapier.close();
  });

  test('is given up in the end, and nothing else is repeated', async () => {
    const { zapier, service } = await open();
    service.fail = (z) => new z.errors.ThrottledError('Later.');
    await expect(zapier.create('echo', {}, { replays: 2 })).rejects.toMatchObject({
      kind: 'throttled',
    });
    expect(service.bundles).toHaveLength(3);
    service.fail = (z) => new z.errors.HaltedError('Stop.');
    await expect(zapier.create('echo', {}, { replays: 2 })).rejects.toMatchObject({
      kind: 'halted',
    });
    expect(service.bundles).toHaveLength(4);
    await zapier.close();
  });
});

describe('locks', () => {
  test('run steps with the same key one after another', async () => {
    const { zapier, service } = await open();
    await Promise.all([1, 2, 3].map(() => zapier.create('slow', { thing: 'a' })));
    expect(service.mostAtOnce).toBe(1);
    expect(service.bundles).toHaveLength(3);
    await zapier.close();
  });

  test('let others pass, for the key is text as it was entered', async () => {
    const { zapier, service } = await open();
    await Promise.all([
      zapier.create('slow', { thing: 'id-of-a' }),
      zapier.create('slow', { thing: 'name of a' }),
    ]);
    expect(service.mostAtOnce).toBe(2);
    await zapier.close();
  });

  test('can be switched off', async () => {
    const { zapier, service } = await open({ locks: false });
    await Promise.all([1, 2].map(() => zapier.create('slow', { thing: 'a' })));
    expect(service.mostAtOnce).toBe(2);
    await zapier.close();
  });

  test('are shared by all users of the app, unless their scope is narrower', async () => {
    const service = smallService();
    const handler = await loadHandler({ source: smallApp(service) });
    const ann = await open({ handler });
    const bob = await open({ handler, authData: { api_key: 'other' } });
    const input = { thing: 'a' };
    await Promise.all([ann, bob].map(({ zapier }) => zapier.create('slow', input)));
    expect(service.mostAtOnce).toBe(1);
    await Promise.all([ann, bob].map(({ zapier }) => zapier.create('slow_per_connection')));
    expect(service.mostAtOnce).toBe(2);
    await ann.zapier.close();
    await bob.zapier.close();
  });

  test('are free again after a failure', async () => {
    const { zapier, service } = await open();
    service.fail = (z) => new z.errors.HaltedError('Stop.');
    const steps = [1, 2].map(() => zapier.create('slow', { thing: 'a' }));
    expect((await Promise.allSettled(steps)).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
    ]);
    await zapier.close();
  });

  test('end when they have been held for their time', async () => {
    const locks = locksOf(async () => ({ results: null }));
    const order: string[] = [];
    let finish = () => {};
    const first = locks.run('key', 0.01, async () => {
      order.push('first begins');
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      order.push('first ends');
    });
    await locks.run('key', 1, async () => {
      order.push('second');
    });
    finish();
    await first;
    expect(order).toEqual(['first begins', 'second', 'first ends']);
  });

  test('have a key made of text, in the scope and the app', () => {
    const who = { user: 'u', account: 'a', auth: 'x' };
    const key = '{{bundle.inputData.cluster}}-{{bundle.inputData.missing}}';
    expect(lockKey({ key }, { cluster: '5' }, who)).toBe('["app","5-"]');
    expect(lockKey({ key, scope: ['user', 'auth'] }, { cluster: '5' }, who)).toBe(
      '["app","auth=x","user=u","5-"]',
    );
  });
});
