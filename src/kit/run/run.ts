/** What a step works with while it runs once: its input, the clients, the time, and a memory. */
import type { Bundle, ZObject } from 'zapier-platform-core';
import { type Deadline, deadlineIn, within } from '../../base/deadline.ts';
import { LAST_WORD_MS, STEP_MS } from '../../base/limits.ts';
import { Problem } from '../../base/problem.ts';
import { changes, type SendHttp } from '../../base/transport.ts';
import { type CloudClient, createCloudClient } from '../../clients/cloud/client.ts';
import { type Cluster, getClusterToken } from '../../clients/cloud/clusters.ts';
import { cloudOrigin } from '../../clients/cloud/origin.ts';
import { createSqlClient, type SqlClient } from '../../clients/sql/client.ts';
import { createSqlSession, type SqlSession } from '../../clients/sql/session.ts';
import { type Chosen, readChosen } from '../fields/chosen.ts';
import { type InputField, type InputOf, readInput } from '../fields/read.ts';
import { MOST_ITEMS, MOST_SEEDED } from '../identity.ts';
import { USER_AGENT } from '../version.ts';
import { type Account, accountOf } from './account.ts';
import { hashOf, type Memory, memoryOf } from './memory.ts';
import { createNotes, type Notes } from './notes.ts';
import { zapierTransport } from './transport.ts';

export type Run<Input> = {
  input: Input;
  /** What was filled into fields that a function made, by their keys, as it came. */
  madeInput: Readonly<Record<string, unknown>>;
  cloud: CloudClient;
  /**
   * SQL on one cluster; `timeoutMs` is the longest one statement may take there. All statements of the
   * run share the cluster's token, however often this is called.
   */
  sql(cluster: Cluster, timeoutMs: number): SqlClient;
  /** Asks for a cluster's token already, while something else is asked. Whether it comes is seen later. */
  expectSql(clusterId: string): void;
  deadline: Deadline;
  /** The server's time, as of its latest reply. */
  now(): Date;
  /** The step is tested in the editor: give real things to choose from. */
  isSample: boolean;
  /** The Zap is being switched on: what is given now is remembered and not told. */
  isSeeding: boolean;
  /** So many items of a trigger are of use: those of one poll, or all that is there when it is switched on. */
  most: number;
  /** Page of a dropdown, from 0. */
  page: number;
  memory: Memory;
  /** What this process read of the account a moment ago. */
  account: Account;
  /** Gives Zapier a file to keep, in creates only; returns the address that other steps take it from. */
  stash(file: { bytes: Uint8Array; name: string; type: string }): Promise<string>;
  /** The same text for runs of the same step with the same input. */
  sameStep(): string;
  /** True for the API key that the connection itself uses, which must not be taken away from it. */
  isOwnKey(key: string): boolean;
  /**
   * Notes that outlive one attempt of a create that is tried again, such as "the change was sent".
   */
  notes: Notes;
};

type Transport = ReturnType<typeof zapierTransport>;

/** Runs a step's work once, with everything it needs, and cleans up behind it. */
export async function runStep<const Fields extends readonly InputField[], Result>(
  z: ZObject,
  bundle: Bundle,
  fields: Fields,
  work: (run: Run<InputOf<Fields>>) => Promise<Result>,
): Promise<Result> {
  return withRun(z, bundle, fields, (input) => readInput(fields, input), work);
}

/** As `runStep`, for a form that is still being filled in. */
export async function runWithChoices<const Fields extends readonly InputField[], Result>(
  z: ZObject,
  bundle: Bundle,
  fields: Fields,
  work: (run: Run<Chosen<Fields>>) => Promise<Result>,
): Promise<Result> {
  return withRun(z, bundle, fields, (input) => readChosen(fields, input), work);
}

async function withRun<Input, Result>(
  z: ZObject,
  bundle: Bundle,
  fields: readonly InputField[],
  read: (inputData: Record<string, unknown>) => Input,
  work: (run: Run<Input>) => Promise<Result>,
): Promise<Result> {
  const watch = watchOver(zapierTransport(z));
  const { transport } = watch;
  const deadline = deadlineIn(STEP_MS - LAST_WORD_MS);
  const isDevelopment = (process.env.CRATEDB_CLOUD_URL ?? '').trim() !== '';
  const isSeeding = bundle.meta?.isPopulatingDedupe === true;
  try {
    const credentials = readCredentials(bundle.authData);
    const origin = cloudOrigin(process.env);
    const account = accountOf(origin, credentials);
    const cloud = createCloudClient({
      send: forgetting(account, transport.send),
      origin,
      credentials,
      userAgent: USER_AGENT,
      deadline,
      anyTime: isDevelopment,
    });
    const sessionOf = sessionsOf(cloud);
    const inputData = bundle.inputData ?? {};
    const done = work({
      input: read(inputData),
      madeInput: withoutKeys(
        inputData,
        fields.map((field) => field.key),
      ),
      cloud,
      sql: (cluster, timeoutMs) =>
        createSqlClient({
          send: transport.send,
          clusterUrl: cluster.url ?? '',
          session: sessionOf(cluster.id),
          userAgent: USER_AGENT,
          deadline,
          timeoutMs,
          isDevelopment,
        }),
      expectSql: (clusterId) => {
        // Whoever needs the token asks again, and is told.
        sessionOf(clusterId)
          .token()
          .catch(() => {});
      },
      deadline,
      now: () => cloud.now(),
      isSample: bundle.meta?.isLoadingSample === true,
      isSeeding,
      most: isSeeding ? MOST_SEEDED : MOST_ITEMS,
      page: bundle.meta?.page ?? 0,
      memory: memoryOf(z, credentials.key),
      account,
      stash: (file) => stashFile(z, file, deadline),
      sameStep: () => hashOf(JSON.stringify([fields.map(({ key }) => key), inputData])),
      isOwnKey: (key) => key.trim() === credentials.key,
      notes: createNotes(),
    });
    return await Promise.race([done, watch.end]);
  } finally {
    watch.clear();
    deadline.end();
    transport.close();
  }
}

/**
 * The last guard: whatever a step does or waits for, Zapier's cache and its own work included, it ends in time
 * and says whether a change may have been made. What is under way is ended with it.
 */
function watchOver(inner: Transport): {
  transport: Transport;
  end: Promise<never>;
  clear(): void;
} {
  let hasChanged = false;
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const why = 'the step was not done in the time that Zapier gives it';
      reject(new Problem('no_answer', why, { maybeDone: hasChanged }));
    }, STEP_MS);
  });
  // Nobody may be waiting for it.
  end.catch(() => {});
  const send: SendHttp = (request) => {
    // Statements that only read are sent over a connection of the run.
    if (changes(request.method) && request.connection === 'own') hasChanged = true;
    return inner.send(request);
  };
  return { transport: { send, close: inner.close }, end, clear: () => clearTimeout(timer) };
}

/** One session per cluster, for as long as this is kept. */
function sessionsOf(cloud: CloudClient): (clusterId: string) => SqlSession {
  const sessions = new Map<string, SqlSession>();
  return (clusterId) => {
    const fetchToken = () => getClusterToken(cloud, clusterId);
    const session =
      sessions.get(clusterId) ?? createSqlSession({ fetchToken, now: () => cloud.now() });
    sessions.set(clusterId, session);
    return session;
  };
}

function withoutKeys(data: Record<string, unknown>, keys: readonly string[]) {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !keys.includes(key)));
}

function readCredentials(authData: Record<string, string> | undefined) {
  const key = authData?.api_key?.trim() ?? '';
  const secret = authData?.api_secret?.trim() ?? '';
  if (key === '' || secret === '') {
    const half = key === '' ? 'key' : 'secret';
    throw new Problem('unauthorized', `the connection has no API ${half}`);
  }
  return { key, secret };
}

/** Core waits for the upload without an end; a step has one. */
async function stashFile(
  z: ZObject,
  { bytes, name, type }: { bytes: Uint8Array; name: string; type: string },
  deadline: Deadline,
): Promise<string> {
  const file = Buffer.from(bytes);
  try {
    const stashed = z.stashFile(file, file.length, name, type);
    const url = await within(deadline, Promise.resolve(stashed), {});
    if (url !== null) return url.answer;
  } catch {
    // Core's reasons are about its own workings; some hold the signed form.
  }
  throw new Problem('unavailable', 'Zapier could not store the file');
}

/** What is remembered ends with a key that is refused, and with whatever may change it: before and after. */
function forgetting(account: Account, send: SendHttp): SendHttp {
  return async (request) => {
    if (changes(request.method)) account.forget();
    try {
      const reply = await send(request);
      if (reply.status === 401 || (reply.status >= 300 && reply.status < 400)) account.forget();
      return reply;
    } finally {
      if (changes(request.method)) account.forget();
    }
  };
}
