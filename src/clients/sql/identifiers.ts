/** Names in a statement. Values never are: they are its parameters. */

/** A table or view. Always written with its schema, for the session of a connection could have another. */
export type TableName = { schema: string; name: string };

/**
 * A name as SQL takes it, whatever is in it.
 *
 * CrateDB, measured: in double quotes, doubled inside, every name that a table or column can have is right.
 */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"schema"."table"` */
export function quotedTable({ schema, name }: TableName): string {
  return `${quoted(schema)}.${quoted(name)}`;
}

/** A column, or what is inside of an object: `"o"['p']['q']`. */
export function quotedPath(path: readonly string[]): string {
  const [column = '', ...keys] = path;
  return quoted(column) + keys.map((key) => `['${key.replaceAll("'", "''")}']`).join('');
}

/** A pattern for LIKE that finds texts with this text in them. CrateDB: the backslash escapes. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
