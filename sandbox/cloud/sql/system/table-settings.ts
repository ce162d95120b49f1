import type { Table } from '../catalog/table.ts';
import { refreshInterval } from '../query/refresh.ts';
import { readTime } from '../statements/session.ts';
import { castValue } from '../values/cast.ts';
import { BIGINT, BOOLEAN, INTEGER, TEXT, type Type } from '../values/type.ts';
import type { Value } from '../values/value.ts';
import type { Columns, Row } from './define.ts';

type Setting = { type: Type; initial: Value; read?(text: string): Value };

const milliseconds = (text: string): Value => BigInt(Math.trunc(readTime(text)));

const UNITS: Record<string, number> = { b: 0, k: 1, kb: 1, m: 2, mb: 2, g: 3, gb: 3, t: 4, tb: 4 };

/** Bytes of `512mb`. */
function bytes(text: string): Value {
  const [, digits = '', unit = ''] = /^([\d.]+)\s*([a-z]*)$/i.exec(text) ?? [];
  return BigInt(Math.trunc(Number(digits) * 1024 ** (UNITS[unit.toLowerCase()] ?? 0)));
}

const flag: Setting = { type: BOOLEAN, initial: false };
const number = (initial: bigint): Setting => ({ type: INTEGER, initial });
const word = (initial: string): Setting => ({ type: TEXT, initial });

/** The settings that `information_schema` shows of every table, with what they are where nobody sets them: CrateDB's reference. */
const SETTINGS: Record<string, Setting> = {
  'blocks.read_only': flag,
  'blocks.read': flag,
  'blocks.write': flag,
  'blocks.metadata': flag,
  'blocks.read_only_allow_delete': flag,
  codec: word('default'),
  'store.type': word('fs'),
  'translog.flush_threshold_size': { type: BIGINT, initial: 536_870_912n, read: bytes },
  'translog.sync_interval': { type: BIGINT, initial: 5000n, read: milliseconds },
  'translog.durability': word('REQUEST'),
  'routing.allocation.enable': word('all'),
  'routing.allocation.total_shards_per_node': number(-1n),
  'unassigned.node_left.delayed_timeout': { type: BIGINT, initial: 60_000n, read: milliseconds },
  'mapping.total_fields.limit': number(1000n),
  'mapping.depth.limit': number(100n),
  'merge.scheduler.max_thread_count': number(1n),
  'merge.scheduler.max_merge_count': number(6n),
  'write.wait_for_active_shards': word('1'),
};

/** Columns of `settings`. */
export const SETTINGS_COLUMNS: Columns = {
  'settings.refresh_interval': BIGINT,
  ...Object.fromEntries(
    Object.entries(SETTINGS).map(([name, { type }]) => [`settings.${name}`, type]),
  ),
};

function shownValue({ type, initial, read }: Setting, set: Value | undefined): Value {
  if (set === undefined || set === null) return initial;
  return read && typeof set === 'string' ? read(set) : castValue(set, type);
}

/** A table's settings, as the object that `information_schema` shows. */
export function settingsOf(table: Table): Row {
  const settings: Row = { refresh_interval: refreshInterval(table) ?? -1 };
  for (const [name, setting] of Object.entries(SETTINGS)) {
    const path = name.split('.');
    let at = settings;
    for (const part of path.slice(0, -1)) {
      at[part] ??= {};
      at = at[part] as Row;
    }
    at[path.at(-1) ?? ''] = shownValue(setting, table.settings.get(name));
  }
  return settings;
}
