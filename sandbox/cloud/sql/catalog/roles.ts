import type { Value } from '../values/value.ts';

export type PrivilegeType = 'DQL' | 'DML' | 'DDL' | 'AL';
export type Securable = 'CLUSTER' | 'SCHEMA' | 'TABLE' | 'VIEW';

export type Privilege = {
  state: 'GRANT' | 'DENY';
  type: PrivilegeType;
  securable: Securable;
  /** `doc.items`, `doc`, or null for the whole cluster. */
  ident: string | null;
  grantor: string;
};

export type Role = {
  name: string;
  /** False for a role that nobody signs in as. */
  user: boolean;
  superuser: boolean;
  password?: string;
  jwt?: { iss: string; username: string; aud?: string };
  privileges: Privilege[];
  /** Names of roles whose privileges it has too. */
  roles: Set<string>;
  settings: Map<string, Value>;
};

export const PRIVILEGES: PrivilegeType[] = ['DQL', 'DML', 'DDL', 'AL'];

export const makeRole = (name: string, user: boolean): Role => ({
  name,
  user,
  superuser: false,
  privileges: [],
  roles: new Set(),
  settings: new Map(),
});

type Roles = Map<string, Role>;

function lineage(roles: Roles, name: string, seen = new Set<string>()): Role[] {
  const role = roles.get(name);
  if (!role || seen.has(name)) return [];
  seen.add(name);
  return [role, ...[...role.roles].flatMap((it) => lineage(roles, it, seen))];
}

/** What is nearest to the relation decides: the table, its schema, the cluster; a DENY before a GRANT. */
export function hasPrivilege(
  roles: Roles,
  user: string,
  type: PrivilegeType | 'any',
  target: { securable: Securable; ident: string | null },
): boolean {
  const all = lineage(roles, user);
  if (all.some((it) => it.superuser)) return true;
  const levels = levelsOf(target);
  const types = type === 'any' ? PRIVILEGES : [type];
  return types.some((wanted) => {
    for (const { securable, ident } of levels) {
      const found = all.flatMap((it) =>
        it.privileges.filter(
          (p) => p.type === wanted && p.ident === ident && p.securable === securable,
        ),
      );
      if (found.some((it) => it.state === 'DENY')) return false;
      if (found.length > 0) return true;
    }
    return false;
  });
}

function levelsOf({ securable, ident }: { securable: Securable; ident: string | null }) {
  const cluster = { securable: 'CLUSTER' as Securable, ident: null as string | null };
  if (ident === null) return [cluster];
  const schema = { securable: 'SCHEMA' as Securable, ident: ident.split('.')[0] ?? '' };
  return securable === 'SCHEMA' ? [schema, cluster] : [{ securable, ident }, schema, cluster];
}

/** Whether anything at all is allowed in a schema: on it, or on one of its relations. */
export function seesSchema(roles: Roles, user: string, schema: string): boolean {
  if (hasPrivilege(roles, user, 'any', { securable: 'SCHEMA', ident: schema })) return true;
  return lineage(roles, user).some((role) =>
    role.privileges.some((it) => it.state === 'GRANT' && it.ident?.startsWith(`${schema}.`)),
  );
}
