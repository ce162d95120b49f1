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

  constructor(code: number, exception: string, text: string) {
    super(`${exception}[${text}]`);
    this.code = code;
    this.exception = exception;
  }

  get status(): number {
    return STATUS_BY_FAMILY[String(this.code).slice(0, 3)] ?? 500;
  }
}

export function parseError(text: string): CrateError {
  return new CrateError(4000, 'SQLParseException', text);
}

export function unsupported(text: string): CrateError {
  return new CrateError(4004, 'UnsupportedFeatureException', text);
}

export function relationUnknown(name: string): CrateError {
  return new CrateError(4041, 'RelationUnknown', `Relation '${name}' unknown`);
}

export function columnUnknown(name: string): CrateError {
  return new CrateError(4043, 'ColumnUnknownException', `Column ${name} unknown`);
}

/** What Postgres tells of an error, as far as it is needed. */
type EngineError = { code: string; message: string };

function isEngineError(error: unknown): error is EngineError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code)
  );
}

/** The number of the parameter whose type the engine could not infer, if that is what it says. */
export function untypedParameter(error: unknown): number | undefined {
  if (!isEngineError(error) || error.code !== '42P18') return undefined;
  const [, number] = /parameter \$(\d+)/.exec(error.message) ?? [];
  return number === undefined ? undefined : Number(number);
}

type Names = {
  /** Takes the sandbox's own schema names out of a text, so that only the user's remain. */
  userNames(text: string): string;
  /** A relation's name with its schema, as far as the statement tells it. */
  qualified(name: string): string;
  /** True when the cluster has the schema. */
  hasSchema(schema: string): boolean;
};

const quotedName = (message: string): string => /"([^"]+)"/.exec(message)?.[1] ?? '';

function unknownRelation(message: string, names: Names): CrateError {
  const name = quotedName(message);
  const schema = name.includes('.') ? name.slice(0, name.indexOf('.')) : undefined;
  if (schema !== undefined && !names.hasSchema(schema)) {
    return new CrateError(4045, 'SchemaUnknownException', `Schema '${schema}' unknown`);
  }
  return relationUnknown(name);
}

function unknownColumn(message: string): CrateError {
  const name =
    /^column (.+?)(?: (?:of relation|specified in) .*)? does not exist/.exec(message)?.[1] ??
    message;
  return columnUnknown(name.replaceAll('"', ''));
}

/** By SQLSTATE: what CrateDB says in such a case. */
const BY_STATE: Record<string, (message: string, names: Names) => CrateError> = {
  '42601': (message) => {
    const near = quotedName(message);
    return parseError(
      /end of input/.test(message)
        ? "mismatched input '<EOF>'"
        : `no viable alternative at input '${near}'`,
    );
  },
  '42P01': unknownRelation,
  '3F000': (message) =>
    new CrateError(4045, 'SchemaUnknownException', `Schema '${quotedName(message)}' unknown`),
  '42703': unknownColumn,
  '42702': (message) =>
    new CrateError(
      4006,
      'AmbiguousColumnException',
      `Column "${quotedName(message)}" is ambiguous`,
    ),
  '42P07': (message, names) =>
    new CrateError(
      4093,
      'RelationAlreadyExists',
      `Relation '${names.qualified(quotedName(message))}' already exists.`,
    ),
  '42704': (message) => parseError(`Cannot find data type: ${quotedName(message)}`),
  '42883': (message) =>
    new CrateError(
      4004,
      'UnsupportedFunctionException',
      /^operator/.test(message)
        ? message.replace(/^operator does not exist: /, 'Unknown operator: ')
        : message.replace(/^function (.*) does not exist$/, 'Unknown function: $1'),
    ),
  '23505': () =>
    new CrateError(
      4091,
      'DuplicateKeyException',
      'A document with the same primary key exists already',
    ),
  '23502': (message) => parseError(`"${quotedName(message)}" must not be null`),
  '23514': (message) => parseError(message),
  '22012': () => new CrateError(5000, 'ArithmeticException', '/ by zero'),
  '0A000': (message) => unsupported(message),
  '55000': (message) =>
    new CrateError(
      4007,
      'OperationOnInaccessibleRelationException',
      `The relation "${quotedName(message)}" doesn't support or allow this operation`,
    ),
};

/** Turns whatever a statement failed with into CrateDB's error. */
export function toCrateError(error: unknown, names: Names): CrateError {
  if (error instanceof CrateError) return error;
  if (!isEngineError(error)) {
    const text = error instanceof Error ? error.message : String(error);
    return new CrateError(5000, 'SQLException', names.userNames(text));
  }
  const message = names.userNames(error.message);
  const known = BY_STATE[error.code];
  if (known) return known(message, names);
  // Class 22 is bad data (casts, ranges, dates), class 42 everything the analyzer refuses.
  if (error.code.startsWith('22')) {
    return new CrateError(4003, 'ColumnValidationException', `Validation failed: ${message}`);
  }
  if (error.code.startsWith('42')) return parseError(message);
  return new CrateError(5000, 'SQLException', message);
}

/**
 * True for what the analyzer finds before any row is touched: in a bulk request
 * this fails the whole call, while other errors belong to their row.
 */
export function failsWholeBulk(error: CrateError): boolean {
  if (error.exception === 'SQLParseException') return !/must not be null/.test(error.message);
  return ![4003, 4091, 5000].includes(error.code);
}
