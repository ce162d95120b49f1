import { withCloud } from '../../../tools/bench/bench.ts';
import { shrinkTo } from '../../../tools/bench/shrink.ts';

test.each([1, 10])('an account is left with %d of each', async (size) => {
  await withCloud({ clusters: size, users: size, auditEvents: size }, async (cloud) => {
    await shrinkTo(cloud, size);
    const { control, headers } = cloud;
    const { organizations } = await control.seed();
    const of = async (path: string) => {
      const reply = await fetch(`${control.origin}/api/v2${path}`, { headers });
      return ((await reply.json()) as unknown[]).length;
    };
    const organization = `/organizations/${organizations.alpine}`;
    expect(await of('/clusters/')).toBe(size);
    expect(await of(`${organization}/users/`)).toBe(size);
    expect(await of(`${organization}/auditlogs/`)).toBe(size);
  });
});
