/** What the sandbox really answers to a step's example, kept to be answered again, mutated. */
import { text } from 'node:stream/consumers';
import type { CloudControl } from '../../sandbox/cloud/control/client.ts';
import { type Asked, startDirectZapier } from '../../sandbox/zapier/index.ts';
import { exampleOf, type Step } from '../conformance/steps.ts';
import { appWithOnly, runStep } from './run-step.ts';

export type Reply = {
  method: string;
  /** Without query. */
  path: string;
  query: string;
  /** The statement, of a request to a cluster's SQL. */
  statement: string | null;
  status: number;
  type: string;
  /** As text; addresses in it lead to `ORIGIN`. */
  body: string;
};

export type Tape = {
  replies: Reply[];
  /** The sandbox's time, as its `Date` header has it. */
  date: string;
  /** The input of the example, typed as the step gets it. */
  input: Record<string, unknown>;
};

/** Where the integration thinks that the cloud is, and so where addresses in bodies lead. */
export const ORIGIN = 'https://origin.cratedb.net';

/** A freshly seeded sandbox that nobody else uses. */
export type Cloud = {
  origin: string;
  control: CloudControl;
  authData: { api_key: string; api_secret: string };
};

/** Runs the step's example once on the cloud. Expects `ORIGIN` in CRATEDB_CLOUD_URL. */
export async function record(step: Step, { origin, control, authData }: Cloud): Promise<Tape> {
  const { prepare, input } = exampleOf(step);
  const replies: Reply[] = [];
  let date = '';
  const answer = async (asked: Asked) => {
    const body = await bodyOf(asked);
    const reply = await fetch(asked.url.replace(ORIGIN, origin), {
      method: asked.method,
      headers: asked.headers,
      redirect: 'manual',
      ...(body === null ? {} : { body }),
    });
    const { status, headers } = reply;
    const replyBody = (await reply.text()).replaceAll(origin, ORIGIN);
    date ||= headers.get('date') ?? '';
    replies.push({
      ...askingOf(asked, body),
      status,
      type: headers.get('content-type') ?? '',
      body: replyBody,
    });
    return { status, headers: Object.fromEntries(headers), text: replyBody };
  };
  await prepare?.(control);
  const zapier = startDirectZapier({ app: appWithOnly(step), answer, authData, locks: false });
  await runStep(zapier, step, input);
  return { replies, date, input: { ...input } };
}

/** What a reply is chosen by. */
export type Asking = Pick<Reply, 'method' | 'path' | 'query' | 'statement'>;

export function askingOf({ method, url }: Asked, body: string | null): Asking {
  const { pathname, searchParams } = new URL(url);
  return {
    method,
    path: pathname,
    query: searchParams.toString(),
    statement: pathname.endsWith('/_sql') ? statementOf(body ?? '') : null,
  };
}

/** A secret body is a stream. */
export async function bodyOf({ body }: Asked): Promise<string | null> {
  if (body === undefined || body === null) return null;
  return typeof body === 'string' ? body : await text(body as AsyncIterable<Buffer> as never);
}

function statementOf(body: string): string {
  try {
    return String((JSON.parse(body) as { stmt?: unknown }).stmt);
  } catch {
    return '';
  }
}
