import { openZapier } from './app.ts';
import { newCloud } from './sandbox.ts';

test('a fresh cloud answers the app', async () => {
  const zapier = await openZapier(await newCloud());
  expect(await zapier.connection.label()).toMatch(/^Ada\.Lovelace@example\.com/);
});

test('clouds side by side have one address and states of their own', async () => {
  const clouds = await Promise.all([1, 2].map(() => newCloud({ sideBySide: true })));
  const [one, two] = clouds;
  expect(one?.origin).toBe(two?.origin);
  await one?.control.cluster('weather-prod', { name: 'renamed' });
  const counts = clouds.map(async (cloud) => {
    const zapier = await openZapier(cloud);
    return ((await zapier.search('find_cluster', { name: 'renamed' })) as object[]).length;
  });
  expect(await Promise.all(counts)).toEqual([1, 0]);
});

test('a cut connection comes through the common address as one', async () => {
  const cloud = await newCloud({ sideBySide: true });
  await cloud.control.fault({ route: '*', cut: 'before' });
  await expect((await openZapier(cloud)).connection.test()).rejects.toMatchObject({
    message: expect.stringContaining('was cut'),
  });
});
