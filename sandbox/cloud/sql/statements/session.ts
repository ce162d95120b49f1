import { parseError } from '../errors.ts';

/** What a connection remembers: CrateDB's session belongs to the TCP connection. */
export type Session = {
  /** Statement settings, by name. */
  show(name: string): string;
  find(name: string): string | undefined;
  set(name: string, value: string | undefined): void;
  settings(): Array<{ name: string; value: string; description: string }>;
  searchPath(): string[];
  currentSchema(): string;
  /** Milliseconds; 0 is no limit. */
  timeout(): number;
};

const SETTINGS: Record<string, { value: string; description: string; fixed?: boolean }> = {
  application_name: {
    value: '',
    description:
      'Optional application name. Can be set by a client to identify the application which created the connection',
  },
  datestyle: { value: 'ISO', description: 'Display format for date and time values.' },
  enable_hashjoin: {
    value: 'true',
    description: 'Considers using the Hash Join instead of the Nested Loop Join implementation.',
  },
  error_on_unknown_object_key: {
    value: 'true',
    description:
      'Raises or suppresses ObjectKeyUnknownException when querying nonexistent keys to dynamic objects.',
  },
  insert_select_fail_fast: {
    value: 'false',
    description: 'Abort INSERT INTO .. query statements on first error if possible',
  },
  max_identifier_length: {
    value: '255',
    description: 'Shows the maximum length of identifiers in bytes.',
    fixed: true,
  },
  max_index_keys: {
    value: '32',
    description: 'Shows the maximum number of index keys.',
    fixed: true,
  },
  'memory.operation_limit': {
    value: '0',
    description:
      'Memory limit in bytes for an individual operation. 0 by-passes the operation limit, relying entirely on the global circuit breaker limits',
  },
  search_path: { value: '', description: 'Sets the schema search order.' },
  server_version: {
    value: '14.0',
    description: 'Reports the emulated PostgreSQL version number',
    fixed: true,
  },
  server_version_num: {
    value: '140000',
    description: 'Reports the emulated PostgreSQL version number',
    fixed: true,
  },
  standard_conforming_strings: {
    value: 'on',
    description: "Causes '...' strings to treat backslashes literally.",
    fixed: true,
  },
  statement_timeout: {
    value: '0s',
    description:
      'The maximum duration of any statement before it gets killed. Infinite/disabled if 0',
  },
  timezone: { value: 'UTC', description: 'The current timezone. Always UTC' },
  transaction_isolation: {
    value: 'read uncommitted',
    description: 'The transaction isolation level is always `read uncommitted`',
    fixed: true,
  },
};

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `200ms`, `5s`, `1m`; a bare number is milliseconds. */
export function readTime(text: string): number {
  const [, number, unit = 'ms'] = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?\s*$/i.exec(text) ?? [];
  if (number === undefined) {
    throw parseError(`Invalid value for argument 'statement_timeout': ${text}`);
  }
  return Number(number) * (UNITS[unit.toLowerCase()] ?? 1);
}

/** `200ms`, `5s`: the largest unit that gives a short number. */
export function timeText(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  for (const [unit, size] of Object.entries(UNITS).reverse()) {
    if (milliseconds >= size) {
      const count = milliseconds / size;
      return `${Number.isInteger(count) ? count : count.toFixed(1)}${unit}`;
    }
  }
  return `${milliseconds}ms`;
}

export function createSession(
  defaultSchema: string,
  given: Map<string, string> = new Map(),
): Session {
  const values = new Map<string, string>([['search_path', defaultSchema], ...given]);
  const known = (name: string) => (Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined);
  const find = (name: string): string | undefined => values.get(name) ?? known(name)?.value;
  const searchPath = (): string[] =>
    (values.get('search_path') ?? defaultSchema)
      .split(',')
      .map((it) => it.trim().replace(/^"(.*)"$/, '$1'))
      .filter((it) => it !== '');
  return {
    find,
    show(name) {
      const value = find(name);
      if (value === undefined) throw parseError(`Unknown session setting name '${name}'.`);
      return value;
    },
    set(name, value) {
      if (value === undefined) {
        values.delete(name);
        if (name === 'search_path') values.set(name, defaultSchema);
        return;
      }
      // Names that CrateDB does not know are taken and forgotten.
      if (!known(name)) return;
      if (known(name)?.fixed) throw parseError(`"${name}" cannot be changed.`);
      values.set(name, name === 'statement_timeout' ? timeText(readTime(value)) : value);
    },
    settings: () =>
      Object.entries(SETTINGS).map(([name, { description }]) => ({
        name,
        value: find(name) ?? '',
        description,
      })),
    searchPath,
    currentSchema: () => searchPath().find((it) => it !== 'pg_catalog') ?? defaultSchema,
    timeout: () => readTime(find('statement_timeout') ?? '0'),
  };
}
