/** What the sandbox really answers to a step's example, kept to be answered again, mutated. */
import type { Exchange } from '../../tools/contract/recorder.ts';
import { startRecorder } from '../../tools/contract/recorder.ts';
import { exampleOf, isCreate, keyOf, methodOf, type Step } from '../conformance/walk.ts';
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

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

/** Stands in bodies for where the server is that plays the tape. */
export const ORIGIN = 'http://origin.invalid';

/** Runs the step's example once on a cloud of its own. */
export async function record(step: Step): Promise<Tape> {
  const example = exampleOf(step);
  const cloud = await newCloud();
  const recorder = await startRecorder({ rewriteAddresses: true });
  const zapier = await openZapier({ ...cloud, origin: recorder.origin });
  try {
    await example.prepare?.(cloud.control);
    recorder.lead(cloud.origin, { step: keyOf(step), nulls: false });
    const input = { ...example.input };
    if (step.type === 'search') await zapier.search(keyOf(step), input);
    else if (isCreate(step)) await zapier.create(keyOf(step), input);
    else await zapier.step(methodOf(step), { inputData: input });
    const replies = recorder.exchanges.map((one) => replyOf(one, recorder.origin));
    return { replies, date: String(recorder.exchanges[0]?.headers.date ?? ''), input };
  } finally {
    await zapier.close();
    await recorder.close();
    await cloud.close();
  }
}

function replyOf(exchange: Exchange, origin: string): Reply {
  return {
    method: exchange.method,
    path: exchange.path,
    query: new URLSearchParams(exchange.query).toString(),
    statement: exchange.path.endsWith('/_sql') ? statementOf(exchange.requestBody) : null,
    status: exchange.status,
    type: exchange.replyType,
    body: exchange.replyBody.replaceAll(origin, ORIGIN),
  };
}

export function statementOf(body: string): string {
  try {
    return String((JSON.parse(body) as { stmt?: unknown }).stmt);
  } catch {
    return '';
  }
}
