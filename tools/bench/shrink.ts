import type { BenchCloud } from './bench.ts';

/** More than any log that is shrunk has. */
const ONE_PAGE = 1_000_000;

/**
 * Takes away what the seed has too much of: so many clusters, members of the main organization, and events
 * in its log are left, and always the admin whose key it is.
 */
export async function shrinkTo({ control, headers }: BenchCloud, size: number): Promise<void> {
  const list = async (path: string): Promise<Record<string, string>[]> => {
    const reply = await fetch(`${control.origin}/api/v2${path}`, { headers });
    if (!reply.ok) throw new Error(`No list at ${path}: ${reply.status}`);
    return (await reply.json()) as Record<string, string>[];
  };
  const { organizations, users } = await control.seed();
  const organization = `/organizations/${organizations.alpine}`;

  for (const { id } of (await list('/clusters/')).slice(size)) {
    await control.remove('cluster', String(id));
  }
  const others = (await list(`${organization}/users/`)).filter(({ uid }) => uid !== users.ada);
  for (const { uid } of others.slice(size - 1)) await control.remove('user', String(uid));

  const { auditPageSize } = await control.switches();
  await control.switches({ auditPageSize: ONE_PAGE });
  for (const { id } of (await list(`${organization}/auditlogs/`)).slice(size)) {
    await control.remove('audit_event', String(id));
  }
  await control.switches({ auditPageSize });
}
