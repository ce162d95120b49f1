/**
 * Schemas of OpenAPI 3.0 as JSON Schema, for one direction. What only the server writes does not belong
 * into a request, and what only the client writes not into a reply; both then count as unknown fields.
 * Fields that are not described are not allowed: a field nobody knows is either ours or the document's
 * mistake.
 */
export type Direction = 'request' | 'reply';

export type Schema = { [keyword: string]: unknown };

type Context = {
  direction: Direction;
  /** What a finding calls the value: `Cluster`, `Cluster.health.status`. */
  name: string;
  /** What a `$ref` points to. */
  follow: (schema: Schema) => Schema;
};

const COPIED = ['type', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'format'];

/** Every schema carries `x-field`, where it stands, and `x-name`, what its own fields are called by. */
export function jsonSchema(schema: Schema, context: Context): Schema {
  const { name, follow } = context;
  if (typeof schema.$ref === 'string') {
    const own = schema.$ref.split('/').at(-1) ?? name;
    return jsonSchema(follow(schema), { ...context, name: own });
  }
  const inherited = many(schema.allOf).map((part) => jsonSchema(part, context));
  const built: Schema = Object.assign({ 'x-name': name }, ...inherited, { 'x-field': name });

  for (const keyword of COPIED) if (keyword in schema) built[keyword] = schema[keyword];
  // The document writes the length of a cluster's name as "x-minimum": "3".
  if (built.type === 'string' && schema['x-minimum']) built.minLength = Number(schema['x-minimum']);
  if (built.type === 'string' && schema['x-maximum']) built.maxLength = Number(schema['x-maximum']);
  if (Array.isArray(schema.enum)) built.enum = schema.enum;
  if (isSchema(schema.items)) {
    built.items = jsonSchema(schema.items, { ...context, name: `${name}[]` });
  }
  if (isSchema(schema.properties)) Object.assign(built, objectKeywords(schema, context));
  if (isSchema(schema.additionalProperties)) {
    const inner = { ...context, name: `${name}.*` };
    built.additionalProperties = jsonSchema(schema.additionalProperties, inner);
  } else if (schema.additionalProperties === true) {
    delete built.additionalProperties;
  }
  if (schema.nullable === true) allowNull(built);
  return built;
}

function objectKeywords(schema: Schema, context: Context): Schema {
  const hidden = context.direction === 'request' ? 'readOnly' : 'writeOnly';
  const shown = Object.entries(schema.properties as Record<string, Schema>).filter(
    ([, property]) => property[hidden] !== true,
  );
  const keys = new Set(shown.map(([key]) => key));
  return {
    properties: Object.fromEntries(
      shown.map(([key, property]) => [key, named(property, `${context.name}.${key}`, context)]),
    ),
    required: many(schema.required).filter((key) => keys.has(String(key))),
    additionalProperties: false,
  };
}

/** A property keeps the name of where it stands; its own fields go by the schema it refers to. */
function named(schema: Schema, name: string, context: Context): Schema {
  return { ...jsonSchema(schema, { ...context, name }), 'x-field': name };
}

function allowNull(built: Schema): void {
  if (typeof built.type === 'string') built.type = [built.type, 'null'];
  if (Array.isArray(built.enum)) built.enum = [...built.enum, null];
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const many = (value: unknown): Schema[] => (Array.isArray(value) ? value : []);
