import { randomBytes, randomUUID } from 'node:crypto';
import { gateOf } from './environment.ts';
import type { OpenCall, Server } from './server.ts';
import { StepError, toStepError } from './step-error.ts';
import type { Handler, Input, Meta } from './types.ts';

/** API: a handler's answer may have 6,291,456 bytes (Lambda). */
const LARGEST_ANSWER = 6_291_456;

/** Core signs dehydration pointers with it. One for the process, since core keeps it there too. */
export const ONE_TIME_SECRET = randomBytes(24).toString('hex');

type Bundle = {
  authData: Record<string, string>;
  inputData: Input;
  inputDataRaw: Input;
  meta: Meta;
};

type Call = {
  command: 'execute' | 'definition' | 'validate';
  method?: string | undefined;
  bundle?: Bundle;
  storeKey?: string | undefined;
};

type Surroundings = {
  handler: Handler;
  environment: Record<string, string>;
  server: Server;
  calls: Map<string, OpenCall>;
  user: string;
  authId: (authData: Record<string, string> | undefined) => string;
  timeoutSeconds: number;
  throwOnChecks: boolean;
};

const crash = (type: string, message: string) =>
  new StepError({ kind: 'crash', type, message, raw: message });

/** Gives the task the time that Zapier gives a step; what it does later on is nobody's any more. */
async function within<T>(seconds: number, task: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    const message =
      'The app did not respond in-time. It may or may not have completed successfully.';
    timer = setTimeout(() => reject(crash('Timeout', message)), seconds * 1000);
  });
  try {
    return await Promise.race([passed, task()]);
  } finally {
    clearTimeout(timer);
  }
}

/** The answer as it leaves Lambda: JSON, of a limited size. */
function throughJson(output: { results: unknown }): unknown {
  const sent = JSON.stringify(output);
  if (Buffer.byteLength(sent) > LARGEST_ANSWER) {
    throw crash('Function.ResponseSizeTooLarge', 'Response payload size exceeded maximum allowed');
  }
  return (JSON.parse(sent) as { results?: unknown }).results ?? null;
}

/**
 * Calls the handler once, as Zapier does.
 * @returns the results
 * @throws StepError
 */
export function createInvoker(around: Surroundings) {
  return async (call: Call): Promise<unknown> => {
    const token = randomUUID();
    const open: OpenCall = {
      method: call.method ?? call.command,
      auth: around.authId(call.bundle?.authData),
      user: around.user,
      storeKey: call.storeKey,
      running: true,
      logging: [],
    };
    around.calls.set(token, open);
    const event = {
      command: call.command,
      method: call.method,
      bundle: call.bundle ?? {},
      environment: {
        ...around.environment,
        LOGGING_ENDPOINT: around.server.logUrl,
        _ZAPIER_ONE_TIME_SECRET: ONE_TIME_SECRET,
      },
      token,
      rpc_base: around.server.rpcUrl,
      storeKey: call.storeKey,
      isDeveloper: around.throwOnChecks,
    };
    try {
      return await gateOf(around.handler).run(around.environment, () =>
        within(around.timeoutSeconds, async () => {
          try {
            // JSON both ways: nothing but data crosses the border of a Lambda.
            return throughJson(await around.handler(JSON.parse(JSON.stringify(event))));
          } finally {
            await Promise.all(open.logging);
          }
        }),
      );
    } catch (error) {
      throw toStepError(error);
    } finally {
      open.running = false;
    }
  };
}

export type Invoke = ReturnType<typeof createInvoker>;
