import {
  type CloudControl,
  connectCloud,
  type SeedInfo,
} from '../../../sandbox/cloud/control/client.ts';
import { type CloudOptions, startCloud } from '../../../sandbox/cloud/index.ts';

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; undefined when it is no JSON. */
  json: unknown;
};

export type Tried = {
  origin: string;
  control: CloudControl;
  seed: SeedInfo;
  /** Asks the API; `path` stands under `/api/v2`, `as` is the name of a seeded key. */
  ask(method: string, path: string, options?: AskOptions): Promise<Answer>;
  close(): Promise<void>;
};

type AskOptions = {
  as?: keyof SeedInfo['keys'] | null;
  body?: unknown;
  headers?: Record<string, string>;
};

/** A running cloud with a client for it. */
export async function tryCloud(options: CloudOptions = {}): Promise<Tried> {
  const cloud = await startCloud(options);
  const control = connectCloud(cloud.origin);
  const seed = await control.seed();
  return {
    ...cloud,
    control,
    seed,
    async ask(method, path, { as = 'admin', body, headers = {} } = {}) {
      const response = await fetch(`${cloud.origin}/api/v2${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(as === null ? {} : { authorization: basic(seed.keys[as]) }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, json: parsed(text) };
    },
  };
}

function basic({ key, secret }: { key: string; secret: string }): string {
  return `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`;
}

/** A reply as an object, to look into. */
export function object(json: unknown): Record<string, unknown> {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    throw new Error(`Not an object: ${JSON.stringify(json)}`);
  }
  return json as Record<string, unknown>;
}

/** A reply as a list of objects, to look into. */
export function list(json: unknown): Array<Record<string, unknown>> {
  if (!Array.isArray(json)) throw new Error(`Not a list: ${JSON.stringify(json)}`);
  return json.map(object);
}

export const operations = (answer: Answer) => list(object(answer.json).operations);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
