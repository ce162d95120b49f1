/** One command of croud, and what it is to print, send and change. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import {
  type CloudControl,
  connectCloud,
  type RequestLogEntry,
  type SeedInfo,
} from '../../sandbox/cloud/control/client.ts';
import { startCloud } from '../../sandbox/cloud/index.ts';
import type { SqlService } from '../../sandbox/cloud/sql/service.ts';
import { type Croud, openCroud, type Printed } from './croud.ts';

export type Stage = {
  origin: string;
  control: CloudControl;
  seed: SeedInfo;
  croud: Croud;
  /** Ids that earlier scenes have found, by name. */
  known: Map<string, string>;
  /** One of them; throws when no scene has found it. */
  id(name: string): string;
};

export type Expected = {
  /** Checks the documents that croud printed; throws. */
  prints?: (json: unknown[]) => void | Promise<void>;
  /** Stands in what croud tells beside them. */
  says?: Array<string | RegExp>;
  /** 0, unless croud is to give up. */
  code?: number;
  /** `GET /clusters/ 200`: all requests, without `/api/v2`; the same one in a row counts as one. */
  requests: string[];
  /** The body of the first request that has one; secrets are masked in it. */
  sends?: object;
  /** What the API really changed. */
  changes?: string[];
  /** Asks once more for a table: there croud looks into fields that JSON passes on. */
  table?: boolean;
};

export type Scene = {
  /** The arguments of croud, once `before` and the scenes before have been. */
  args: (stage: Stage) => string[];
  before?: (stage: Stage) => Promise<unknown>;
  /** Goes on beside the command. */
  meanwhile?: (stage: Stage) => Promise<unknown>;
  /** Keeps the ids that this command has made, so that `expect` knows them. */
  learn?: (stage: Stage, json: unknown[], requests: RequestLogEntry[]) => void;
  expect: (stage: Stage) => Expected;
};

/** Scenes that build on each other, on a sandbox of their own. */
export type Play = { name: string; scenes: Scene[] };

export type Outcome = { line: string; problem?: string; seconds: number };

/** Sandbox seconds per real second: the longest operation ends within one wait of croud. */
export const speed = 80;

export async function openStage(command: string, sql: SqlService, deadline: number) {
  // croud tells the sandbox times of its own clock, so both begin at the same.
  const cloud = await startCloud({ clock: { start: new Date().toISOString(), speed }, sql });
  const control = connectCloud(cloud.origin);
  const seed = await control.seed();
  const { key, secret } = seed.keys.admin;
  const profile = { endpoint: cloud.origin, key, secret };
  const croud = await openCroud(command, profile, deadline);
  const known = new Map<string, string>();
  const stage: Stage = {
    origin: cloud.origin,
    control,
    seed,
    croud,
    known,
    id(name) {
      const id = known.get(name);
      if (id === undefined) throw new Error(`No scene before this one has found "${name}".`);
      return id;
    },
  };
  return {
    stage,
    async close() {
      await croud.close();
      await cloud.close();
    },
  };
}

export async function playScene(stage: Stage, scene: Scene): Promise<Outcome> {
  const started = performance.now();
  let args: string[] = [];
  const outcome = (problem?: string): Outcome => ({
    line: args.join(' ').slice(0, 110),
    seconds: (performance.now() - started) / 1000,
    ...(problem === undefined ? {} : { problem }),
  });
  let printed: Printed | undefined;
  try {
    await scene.before?.(stage);
    args = scene.args(stage);
    await stage.control.clearLogs();
    [printed] = await Promise.all([stage.croud.run(args), scene.meanwhile?.(stage)]);
    assert.doesNotMatch(printed.stderr, /Traceback/, 'croud crashed');
    const requests = (await stage.control.requests()).filter(isCrouds);
    scene.learn?.(stage, printed.json, requests);
    const expected = scene.expect(stage);
    checkRequests(requests, expected);
    await checkRest(stage, printed, expected);
    if (expected.table) {
      printed = await stage.croud.run([...args, '--output-fmt', 'table']);
      same(printed.code, 0, 'the exit code of the table');
      assert.match(printed.stdout, /^\+-/, 'the table');
    }
    return outcome();
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const shown = printed ? `\n${printed.stdout}${printed.stderr}`.slice(0, 3000) : '';
    return outcome(`${text}${shown}`);
  }
}

/** An import reads addresses by itself; and files go without croud's own name. */
const isCrouds = ({ userAgent }: RequestLogEntry) =>
  /^(Croud|python-requests)\//.test(userAgent ?? '');

/** Waits until croud has asked for `part` of a path so many times; gives up after half a minute. */
export async function asked(stage: Stage, part: string, times: number): Promise<void> {
  for (let left = 300; left > 0; left -= 1) {
    const requests = await stage.control.requests();
    if (requests.filter((it) => it.path.includes(part) && it.status !== null).length >= times)
      return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`croud did not ask for ${part} ${times} times.`);
}

function checkRequests(requests: RequestLogEntry[], expected: Expected): void {
  const lines = requests.map(
    ({ method, path, status }) => `${method} ${path.replace('/api/v2', '')} ${status}`,
  );
  const collapsed = lines.filter((line, i) => line !== lines[i - 1]);
  same(collapsed, expected.requests, 'the requests');
  const body = requests.find((it) => it.body !== null)?.body;
  if (expected.sends) same(body, expected.sends, 'the body');
}

async function checkRest(stage: Stage, printed: Printed, expected: Expected): Promise<void> {
  same(printed.code, expected.code ?? 0, 'the exit code');
  const changes = (await stage.control.changes()).map((it) => it.what);
  same(changes, expected.changes ?? [], 'the changes');
  for (const part of expected.says ?? []) {
    const { stderr } = printed;
    const found = typeof part === 'string' ? stderr.includes(part) : part.test(stderr);
    assert.ok(found, `croud was to say ${part}`);
  }
  await expected.prints?.(printed.json);
}

/** Throws what it is and what it was to be, both whole. */
export function same(actual: unknown, expected: unknown, what: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  const [is, wanted] = [actual, expected].map((it) => JSON.stringify(it, null, 1));
  throw new Error(`${what}: ${is}\nwanted: ${wanted}`);
}

/** The fields of a printed object that `expected` names are to be as it says. */
export function holds(printed: unknown, expected: Record<string, unknown>): void {
  const is = record(printed);
  const named = Object.fromEntries(Object.keys(expected).map((name) => [name, is[name]]));
  same(named, expected, 'what croud prints');
}

export function record(printed: unknown): Record<string, unknown> {
  if (printed === null || typeof printed !== 'object' || Array.isArray(printed)) {
    throw new Error(`croud was to print an object, not ${JSON.stringify(printed)}`);
  }
  return printed as Record<string, unknown>;
}

export function records(printed: unknown): Array<Record<string, unknown>> {
  if (!Array.isArray(printed)) {
    throw new Error(`croud was to print a list, not ${JSON.stringify(printed)}`);
  }
  return printed.map(record);
}

/** Keeps a field of what was printed for later scenes. */
export function keep(stage: Stage, name: string, printed: unknown, field = 'id'): void {
  stage.known.set(name, String(record(printed)[field]));
}
