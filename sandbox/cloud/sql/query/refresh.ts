import type { Table } from '../catalog/table.ts';
import type { CallContext } from '../expressions/context.ts';

/** Milliseconds until what is written is seen by searches; undefined for never by itself. */
export function refreshInterval(table: Table): number | undefined {
  const given = table.settings.get('refresh_interval');
  if (given === undefined || given === null) return 1000;
  const milliseconds = Number(given);
  return milliseconds <= 0 ? undefined : milliseconds;
}

/** Makes visible what its refresh interval has passed for. */
export function settleRefresh(table: Table, context: CallContext): void {
  const interval = refreshInterval(table);
  if (context.fresh) table.store.refresh(Number.POSITIVE_INFINITY);
  else if (interval !== undefined) table.store.refresh(context.now - interval);
}
