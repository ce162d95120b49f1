/** An OpenAPI 3.0 document as the contract check reads it: operations by method and path. */
import { readFile } from 'node:fs/promises';
import { type Direction, jsonSchema, type Schema } from './json-schema.ts';

/** The document cannot be had or is none; the message says why. */
export class UnreadableDocument extends Error {}

export type Operation = {
  /** As the document writes it: `GET /api/v2/clusters/{cluster_id}/`. */
  name: string;
  method: string;
  template: string;
  /** The system it belongs to, in the document's own words. */
  tag: string;
  path: Parameter[];
  query: Parameter[];
  /** By media type; empty when no body is declared. */
  body: Map<string, Schema>;
  /** By status, then by media type; an inner map without entries is a reply without a body. */
  replies: Map<number, Map<string, Schema>>;
};

export type Parameter = { name: string; required: boolean; schema: Schema };

type Json = { readonly [key: string]: Json } & { readonly $ref?: string };

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'];

/** @throws UnreadableDocument */
export async function loadOperations(source: string): Promise<Operation[]> {
  const document = await load(source);
  if (!String(document.openapi).startsWith('3.0')) {
    throw new UnreadableDocument(`${source} is no OpenAPI 3.0 document`);
  }
  return operationsOf(document);
}

async function load(source: string): Promise<Json> {
  try {
    if (!/^https?:/.test(source)) return JSON.parse(await readFile(source, 'utf8'));
    const reply = await fetch(source, { signal: AbortSignal.timeout(30_000) });
    if (!reply.ok) throw new Error(`status ${reply.status}`);
    return JSON.parse(await reply.text());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UnreadableDocument(`${source}: ${why}`);
  }
}

function operationsOf(document: Json): Operation[] {
  const follow = (node: Json): Json => {
    if (!node.$ref) return node;
    const found = node.$ref
      .replace(/^#\//, '')
      .split('/')
      .reduce<Json | undefined>((at, key) => at?.[key], document);
    if (!found) throw new UnreadableDocument(`The document lacks ${node.$ref}`);
    return follow(found);
  };
  const schemaOf = (node: Json, direction: Direction, name: string) =>
    jsonSchema(node, { direction, name, follow: (ref) => follow(ref as Json) });

  const contents = (node: Json | undefined, direction: Direction, name: string) =>
    new Map(
      Object.entries(node?.content ?? {}).map(([type, media]) => [
        type,
        schemaOf((media as Json).schema ?? ({} as Json), direction, name),
      ]),
    );

  return (Object.entries(document.paths ?? {}) as [string, Json][]).flatMap(([template, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, node]): Operation => {
        const operation = node as Json;
        const name = `${method.toUpperCase()} ${template}`;
        const declared = [...list(item.parameters), ...list(operation.parameters)].map(follow);
        const parameters = (place: string): Parameter[] =>
          declared
            .filter((it) => String(it.in) === place)
            .map((it) => ({
              name: String(it.name),
              required: Boolean(it.required),
              schema: schemaOf(it.schema ?? ({} as Json), 'request', String(it.name)),
            }));
        return {
          name,
          method: method.toUpperCase(),
          template,
          tag: String(list(operation.tags)[0] ?? 'untagged'),
          path: parameters('path'),
          query: parameters('query'),
          body: operation.requestBody
            ? contents(follow(operation.requestBody), 'request', `${name} body`)
            : new Map(),
          replies: new Map(
            Object.entries(operation.responses ?? {}).map(([status, reply]) => [
              Number(status),
              contents(follow(reply as Json), 'reply', `${name} ${status}`),
            ]),
          ),
        };
      }),
  );
}

const list = (value: unknown): Json[] => (Array.isArray(value) ? value : []);

/** The operation that a request is of; where several fit, the one with the fewest parameters. */
export function findOperation(
  operations: readonly Operation[],
  method: string,
  path: string,
): Operation | undefined {
  return operations
    .filter((it) => it.method === method && valuesOf(it.template, path))
    .sort((a, b) => a.path.length - b.path.length)[0];
}

/** The path's parameters by name, decoded; null when it is no path of this template. */
export function valuesOf(template: string, path: string): Record<string, string> | null {
  const [wanted, given] = [template.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const values: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    const name = /^\{(.*)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== value : value === '') return null;
    if (name !== undefined) values[name] = decodeURIComponent(value);
  }
  return values;
}
