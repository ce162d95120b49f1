/** Holds exchanges against the document. */
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { findOperation, type Operation, valuesOf } from './document.ts';
import type { Direction, Schema } from './json-schema.ts';
import type { Exchange } from './recorder.ts';

export type Finding = {
  side: Direction;
  problem: string;
  /** The operation, parameter, status or field that it is about; see `Deviation.what`. */
  what: string;
  /** An example of the value, and where it was seen. */
  value: string;
  operation: string;
  /** Whose request it was; null for one of the tool's own. */
  step: string | null;
};

/** A null that the sandbox sends only because its switch asks for nulls. */
const NULL_ON_REQUEST = 'null on request';

export type Checker = {
  check(exchange: Exchange): Finding[];
  operationOf(exchange: Exchange): Operation | undefined;
};

export function createChecker(operations: readonly Operation[]): Checker {
  // Patterns of the document escape what the flag `u` does not let be escaped.
  const ajv = new Ajv({ allErrors: true, verbose: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv, ['date-time', 'email']);
  ajv.addFormat('url', (text: string) => URL.parse(text) !== null);
  const compiled = new Map<Schema, ValidateFunction>();

  function errorsOf(schema: Schema, value: unknown): ErrorObject[] {
    const validate = compiled.get(schema) ?? ajv.compile(schema);
    compiled.set(schema, validate);
    return validate(value) ? [] : (validate.errors ?? []);
  }

  function check(exchange: Exchange): Finding[] {
    const { method, path, cause } = exchange;
    const operation = findOperation(operations, method, path);
    const base = { operation: operation?.name ?? `${method} ${path}`, step: cause.step };
    const found: Finding[] = [];
    const tell = (side: Direction, problem: string, what: string, value: unknown = '') => {
      // The tool's own requests are wrong on purpose; what counts is the reply.
      if (side === 'request' && cause.step === null) return;
      const asked = problem === 'null' && cause.nulls ? NULL_ON_REQUEST : problem;
      found.push({ ...base, side, problem: asked, what, value: shown(what, value) });
    };

    if (!operation) {
      const slashed = path.endsWith('/') ? path.slice(0, -1) : `${path}/`;
      const other = findOperation(operations, method, slashed);
      if (other) tell('request', 'slash', other.name, path);
      else tell('request', 'unknown operation', `${method} ${path.replace(IDS, '*')}`);
      return found;
    }

    const values = valuesOf(operation.template, path) ?? {};
    for (const { name, schema } of operation.path) {
      const value = values[name] ?? '';
      for (const error of errorsOf(schema, typed(schema, value))) {
        tell('request', problemOf(error), `${operation.name} {${name}}`, value);
      }
    }
    const known = new Map(operation.query.map((it) => [it.name, it]));
    for (const [name, value] of exchange.query) {
      const parameter = known.get(name);
      if (!parameter) tell('request', 'unknown parameter', `${operation.name} ?${name}`, value);
      for (const error of parameter
        ? errorsOf(parameter.schema, typed(parameter.schema, value))
        : []) {
        tell('request', problemOf(error), `${operation.name} ?${name}`, value);
      }
    }
    const given = new Set(exchange.query.map(([name]) => name));
    for (const { name, required } of known.values()) {
      if (required && !given.has(name)) {
        tell('request', 'missing parameter', `${operation.name} ?${name}`);
      }
    }

    const bodies = (
      side: Direction,
      media: Map<string, Schema>,
      { type, text, where }: { type: string; text: string; where: string },
    ) => {
      if (text === '' && media.size === 0) return;
      const schema = media.get(type.split(';')[0] ?? '');
      if (text === '') return void tell(side, 'no body', where);
      if (media.size === 0) return void tell(side, 'unexpected body', where, text);
      if (!schema) return void tell(side, 'media type', where, type || 'none');
      if (!type.includes('json')) return;
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return void tell(side, 'no JSON', where, text);
      }
      for (const error of errorsOf(schema, value)) {
        tell(side, problemOf(error), fieldOf(error), shownOf(error));
      }
    };
    bodies('request', operation.body, {
      type: exchange.requestType,
      text: exchange.requestBody,
      where: operation.name,
    });
    const reply = operation.replies.get(exchange.status);
    if (!reply) tell('reply', 'status', `${operation.name} ${exchange.status}`, exchange.replyBody);
    else if (method !== 'HEAD') {
      bodies('reply', reply, {
        type: exchange.replyType,
        text: exchange.replyBody,
        where: `${operation.name} ${exchange.status}`,
      });
    }
    return found;
  }

  return { check, operationOf: ({ method, path }) => findOperation(operations, method, path) };
}

const IDS = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

/** Text of a path or a query as the type that its schema asks for. */
function typed(schema: Schema, text: string): unknown {
  if (schema.type !== 'integer' && schema.type !== 'number') return text;
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}

/** A value that is null is one finding, whatever else about it is then wrong. */
function problemOf({ keyword, data }: ErrorObject): string {
  if (keyword === 'required') return 'missing field';
  if (keyword === 'additionalProperties') return 'unknown field';
  if (data === null) return 'null';
  return /Length$|imum$/.test(keyword) ? 'bounds' : keyword;
}

function fieldOf({ keyword, params, parentSchema }: ErrorObject): string {
  if (keyword === 'required') return `${parentSchema?.['x-name']}.${params.missingProperty}`;
  if (keyword === 'additionalProperties') {
    return `${parentSchema?.['x-name']}.${params.additionalProperty}`;
  }
  return String(parentSchema?.['x-field']);
}

function shownOf({ keyword, params, data }: ErrorObject): unknown {
  if (keyword !== 'additionalProperties') return data;
  return (data as Record<string, unknown>)[params.additionalProperty];
}

const SECRET = /password|secret|token|refresh|connection_string|access_key/i;

/** Short enough for a line, and without a secret. */
function shown(what: string, value: unknown): string {
  if (value === '') return '';
  if (/^\w*\./.test(what) && SECRET.test(what)) return '***';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
