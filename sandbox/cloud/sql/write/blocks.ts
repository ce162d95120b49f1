import type { Database } from '../catalog/database.ts';
import type { PrivilegeType } from '../catalog/roles.ts';
import { fqn, type Table } from '../catalog/table.ts';
import { CrateError, notAllowed } from '../errors.ts';
import type { CallContext } from '../expressions/context.ts';
import { checkPrivilege, type Found } from '../query/relations.ts';
import { atLeast } from '../version.ts';

export type Operation = 'INSERT' | 'UPDATE' | 'DELETE' | 'ALTER' | 'DROP' | 'REFRESH' | 'OPTIMIZE';

/** API: a table with a shard on a node past the flood stage takes no writes. */
function isFlooded({ cluster }: Database, table: Table): boolean {
  const past = new Set(cluster.nodes.filter((it) => it.past.flood_stage).map((it) => it.name));
  if (past.size === 0) return false;
  const { schema, name, shards, replicas, store } = table;
  const idents = table.partitionedBy.length > 0 ? [...store.partitions.keys()] : [''];
  const partitions = idents.map((ident) => ({ ident, docs: 0, bytes: 0 }));
  return cluster
    .placeShards([{ schema, name, shards, replicas, partitions }])
    .some(({ node }) => node !== null && past.has(node));
}

/** A table that a statement writes to; throws for what is none, is closed, or is not the user's to write. */
export function writable(
  found: Found,
  operation: Operation,
  privilege: PrivilegeType,
  context: CallContext,
): Table {
  checkPrivilege(found, privilege, context);
  if (found.kind !== 'table') throw notAllowed(fqn(found), operation);
  if (found.closed) throw notAllowed(fqn(found), operation, true);
  const blocked =
    found.settings.get('blocks.read_only') === true ||
    (found.settings.get('blocks.write') === true &&
      ['INSERT', 'UPDATE', 'DELETE'].includes(operation));
  if (blocked) throw notAllowed(fqn(found), operation);
  return found;
}

/** The error of a row that a read-only table does not take; undefined where it takes them. */
export function readOnlyError(table: Table, context: CallContext): CrateError | undefined {
  const set = table.settings.get('blocks.read_only_allow_delete') === true;
  if (!set && !isFlooded(context.database, table)) return undefined;
  return atLeast(context.version, '6.0.0')
    ? new CrateError(
        4037,
        'ClusterBlockException',
        'blocked by: [RELATION_READ_DELETE_ONLY/12/index read-only / allow delete (api)];',
      )
    : new CrateError(
        5000,
        'ClusterBlockException',
        'blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];',
      );
}
