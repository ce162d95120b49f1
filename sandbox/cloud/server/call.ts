import type { ApiKey, User } from '../state/types.ts';
import type { World } from '../world/world.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Who asks. `sudo`: vendor staff that sent `X-Auth-Sudo: 1`. */
export type Actor = { user: User; key: ApiKey; sudo: boolean };

export type OpenCall = {
  world: World;
  method: string;
  /** Path without query. */
  path: string;
  params: Record<string, string>;
  query: Record<string, string | string[]>;
  /** The parsed JSON body; undefined when there was none. */
  body: unknown;
  /** The header `X-Region`, unless it asks for all regions. */
  region: string | undefined;
  ip: string;
};

export type Call = OpenCall & { actor: Actor };

/** Without `json`, `text` and `bytes`: no body. `contentType` is JSON's where it is not given; empty: none. */
export type Reply = {
  status: number;
  json?: unknown;
  text?: string;
  bytes?: Buffer;
  contentType?: string;
  headers?: Record<string, string>;
};

type Handler<C> = (call: C) => Reply | Promise<Reply>;

export type Route =
  | { method: Method; path: string; open?: false; handle: Handler<Call> }
  | { method: Method; path: string; open: true; handle: Handler<OpenCall> };

/** One route for callers with a key; `path` stands under `/api/v2`. */
export const route = (method: Method, path: string, handle: Handler<Call>): Route => ({
  method,
  path: `/api/v2${path}`,
  handle,
});

/** One route that asks for no key. */
export const openRoute = (method: Method, path: string, handle: Handler<OpenCall>): Route => ({
  method,
  path: `/api/v2${path}`,
  open: true,
  handle,
});

export const ok = (json: unknown): Reply => ({ status: 200, json });
export const created = (json: unknown): Reply => ({ status: 201, json });
export const noContent = (): Reply => ({ status: 204 });

/** The path of a URL as it was meant: without query, decoded. */
export function pathOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** A path parameter that the route surely has. */
export function param(call: OpenCall, name: string): string {
  return call.params[name] ?? '';
}

/** The first value of a query parameter; undefined when missing or empty. */
export function query(call: OpenCall, name: string): string | undefined {
  const value = call.query[name];
  return (Array.isArray(value) ? value[0] : value) || undefined;
}

/** All values of a repeated query parameter; commas separate too. */
export function queryAll(call: OpenCall, name: string): string[] {
  const value = call.query[name] ?? [];
  return (Array.isArray(value) ? value : [value]).flatMap((it) => it.split(',')).filter(Boolean);
}
