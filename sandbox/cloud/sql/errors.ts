/** CrateDB's error codes that are not of a family of their own: 40xx and 400xx are 400, 41x is 401, ... */
const STATUS_BY_FAMILY: Record<string, number> = {
  '400': 400,
  '401': 401,
  '403': 403,
  '404': 404,
  '409': 409,
  '429': 429,
  '500': 500,
  '503': 503,
};

/**
 * An error as CrateDB's `/_sql` tells it.
 * API: the message is the exception's class with the text in brackets, and the
 * HTTP status is given by the first three digits of the code.
 */
export class CrateError extends Error {
  readonly code: number;
  readonly exception: string;
  readonly text: string;

  constructor(code: number, exception: string, text: string) {
    super(`${exception}[${text}]`);
    this.code = code;
    this.exception = exception;
    this.text = text;
  }

  get status(): number {
    return STATUS_BY_FAMILY[String(this.code).slice(0, 3)] ?? 500;
  }
}

export const parseError = (text: string): CrateError =>
  new CrateError(4000, 'SQLParseException', text);

/** How many values each row of VALUES has. API: the second number of the error is 0 whatever there is. */
export function rowWidth(rows: readonly (readonly unknown[])[]): number {
  const width = rows[0]?.length ?? 0;
  if (rows.every((row) => row.length === width)) return width;
  throw parseError(
    `VALUES lists must all be the same length. Found row with ${width} items and another with 0 items`,
  );
}

export const unsupported = (text: string): CrateError =>
  new CrateError(4004, 'UnsupportedFeatureException', text);

export const unknownFunction = (text: string): CrateError =>
  new CrateError(4004, 'UnsupportedFunctionException', text);

/** `similar` are the names that the user may see and might have meant. */
export function relationUnknown(name: string, similar: string[] = []): CrateError {
  return new CrateError(4041, 'RelationUnknown', `Relation '${name}' unknown${meant(similar)}`);
}

export function schemaUnknown(name: string, similar: string[] = []): CrateError {
  return new CrateError(
    4045,
    'SchemaUnknownException',
    `Schema '${name}' unknown${meant(similar)}`,
  );
}

function meant(similar: string[]): string {
  if (similar.length === 0) return '';
  return similar.length === 1
    ? `. Maybe you meant '${similar[0]}'`
    : `. Maybe you meant one of: ${similar.join(', ')}`;
}

export const columnUnknown = (name: string): CrateError =>
  new CrateError(4043, 'ColumnUnknownException', `Column ${name} unknown`);

export const notAllowed = (relation: string, operation: string, closed = false): CrateError =>
  new CrateError(
    4007,
    'OperationOnInaccessibleRelationException',
    `The relation "${relation}" doesn't support or allow ${operation} operations${closed ? ', as it is currently closed.' : ''}`,
  );

export const columnInvalid = (column: string, text: string): CrateError =>
  new CrateError(4003, 'ColumnValidationException', `Validation failed for ${column}: ${text}`);

export const duplicateKey = (): CrateError =>
  new CrateError(
    4091,
    'DuplicateKeyException',
    'A document with the same primary key exists already',
  );

export const documentMissing = (id: string): CrateError =>
  new CrateError(40411, 'DocumentMissingException', `[${id}]: document missing`);

export const missingPrivilege = (privilege: string, user: string): CrateError =>
  new CrateError(
    4011,
    'MissingPrivilegeException',
    `Missing '${privilege}' privilege for user '${user}'`,
  );
