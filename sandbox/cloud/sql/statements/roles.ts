import type { Statement } from '../ast/nodes.ts';
import {
  hasPrivilege,
  makeRole,
  PRIVILEGES,
  type PrivilegeType,
  type Role,
  type Securable,
} from '../catalog/roles.ts';
import { CrateError, missingPrivilege, parseError } from '../errors.ts';
import type { CallContext } from '../expressions/context.ts';
import { findRelation } from '../query/relations.ts';
import { isObject, type Value } from '../values/value.ts';
import { propertyValue } from './create-table.ts';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

const exists = (role: Role): CrateError =>
  new CrateError(
    4099,
    'RoleAlreadyExistsException',
    `${role.user ? 'User' : 'Role'} '${role.name}' already exists`,
  );

const unknown = (names: string[]): CrateError =>
  new CrateError(
    40410,
    'RoleUnknownException',
    names.length === 1
      ? `Role '${names[0]}' does not exist`
      : `Roles '${names.join(', ')}' do not exist`,
  );

/** Managing users takes the privilege AL on the cluster. */
export function checkMayManage({ database, user }: CallContext): void {
  if (!hasPrivilege(database.roles, user, 'AL', { securable: 'CLUSTER', ident: null })) {
    throw missingPrivilege('AL', user);
  }
}

export function createRole(statement: Of<'createRole'>, context: CallContext): void {
  checkMayManage(context);
  const { roles } = context.database;
  const known = roles.get(statement.name);
  if (known) throw exists(known);
  const role = makeRole(statement.name, statement.user);
  apply(role, statement.properties, context);
  roles.set(role.name, role);
}

export function alterRole(statement: Of<'alterRole'>, context: CallContext): void {
  const role = context.database.roles.get(statement.name);
  if (statement.name !== context.user) checkMayManage(context);
  if (!role) throw unknown([statement.name]);
  if (statement.reset === 'all') role.settings.clear();
  else if (statement.reset !== undefined) role.settings.delete(statement.reset);
  apply(role, statement.properties, context);
}

function apply(role: Role, properties: Of<'createRole'>['properties'], context: CallContext): void {
  for (const [name, expression] of properties) {
    const value = propertyValue(expression, context);
    if (name === 'password') {
      if (value === null) delete role.password;
      else role.password = String(value);
    } else if (name === 'jwt') setJwt(role, value, context);
    else role.settings.set(name, value);
  }
}

function setJwt(role: Role, value: Value, { database }: CallContext): void {
  if (value === null) {
    delete role.jwt;
    return;
  }
  if (!isObject(value)) throw parseError("Invalid value for 'jwt'");
  const { iss, username, aud } = value;
  if (typeof iss !== 'string' || typeof username !== 'string') {
    throw parseError("JWT property 'iss' and 'username' must be set");
  }
  const taken = [...database.roles.values()].some(
    (it) => it !== role && it.jwt?.iss === iss && it.jwt.username === username,
  );
  if (taken)
    throw parseError(
      'Another role with the same combination of iss/username jwt properties already exists',
    );
  role.jwt = { iss, username, ...(typeof aud === 'string' && { aud }) };
}

export function dropRole(statement: Of<'dropRole'>, context: CallContext): number {
  checkMayManage(context);
  const { roles } = context.database;
  const role = roles.get(statement.name);
  if (!role) {
    if (statement.ifExists) return 0;
    throw unknown([statement.name]);
  }
  if (role.superuser) throw parseError(`Cannot drop a superuser '${role.name}'`);
  roles.delete(role.name);
  for (const other of roles.values()) other.roles.delete(role.name);
  return 1;
}

/** GRANT, DENY and REVOKE: privileges on the cluster, a schema or a relation, or a role. */
export function changePrivileges(statement: Of<'privileges'>, context: CallContext): number {
  const { roles } = context.database;
  checkMayManage(context);
  const missing = statement.users.filter((it) => !roles.has(it));
  if (missing.length > 0) throw unknown(missing);
  const named = statement.privileges;
  if (named !== 'all' && !statement.on && named.every((it) => roles.has(it.toLowerCase()))) {
    return changeRoles(
      statement,
      named.map((it) => it.toLowerCase()),
      context,
    );
  }
  const types = named === 'all' ? PRIVILEGES : named.map(privilegeType);
  const targets = targetsOf(statement, context);
  let changes = 0;
  for (const name of statement.users) {
    const role = roles.get(name);
    if (!role) continue;
    if (role.superuser) throw parseError(`Cannot alter privileges for superuser '${name}'`);
    for (const target of targets) {
      for (const type of types)
        changes += change(role, type, target, statement.action, context.user);
    }
  }
  return changes;
}

function privilegeType(name: string): PrivilegeType {
  const found = PRIVILEGES.find((it) => it === name);
  if (!found) throw parseError(`Unknown permission '${name}'`);
  return found;
}

type Target = { securable: Securable; ident: string | null };

function targetsOf({ on, action }: Of<'privileges'>, context: CallContext): Target[] {
  if (!on) return [{ securable: 'CLUSTER', ident: null }];
  return on.names.map((name) => {
    if (on.securable === 'SCHEMA') return { securable: 'SCHEMA', ident: name.join('.') };
    const [relation = '', schema = context.session.currentSchema()] = [...name].reverse();
    if (action !== 'revoke') findRelation([schema, relation], context);
    return { securable: on.securable, ident: `${schema}.${relation}` };
  });
}

function change(
  role: Role,
  type: PrivilegeType,
  { securable, ident }: Target,
  action: Of<'privileges'>['action'],
  grantor: string,
): number {
  const same = (it: Role['privileges'][number]) =>
    it.type === type && it.securable === securable && it.ident === ident;
  const known = role.privileges.find(same);
  if (action === 'revoke') {
    role.privileges = role.privileges.filter((it) => !same(it));
    return known ? 1 : 0;
  }
  const state = action === 'grant' ? 'GRANT' : 'DENY';
  if (known?.state === state) return 0;
  role.privileges = role.privileges.filter((it) => !same(it));
  role.privileges.push({ state, type, securable, ident, grantor });
  return 1;
}

function changeRoles(
  { users, action }: Of<'privileges'>,
  names: string[],
  context: CallContext,
): number {
  let changes = 0;
  for (const user of users) {
    const role = context.database.roles.get(user);
    for (const name of names) {
      if (!role || role.roles.has(name) === (action === 'grant')) continue;
      if (action === 'grant') role.roles.add(name);
      else role.roles.delete(name);
      changes += 1;
    }
  }
  return changes;
}
