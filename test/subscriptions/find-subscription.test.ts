import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

test('of more than ten of one name ten are given, and their clusters alone are asked for', async () => {
  const cloud = await newCloud();
  const { control, seed } = cloud;
  for (let count = 0; count < 12; count += 1) {
    const organization_id = seed.organizations.alpine;
    await control.put('subscription', { organization_id, name: 'twin' });
  }
  const zapier = await openZapier(cloud);
  expect(await zapier.search('find_subscription', { name: 'twin' })).toHaveLength(10);
  const requests = await control.requests();
  expect(requests.filter(({ path }) => path.startsWith('/api/v2/clusters/'))).toHaveLength(10);
});
