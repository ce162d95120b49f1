import type { Handler } from './types.ts';

/**
 * Core copies an event's environment into `process.env` and leaves it there. On Lambda every app has
 * a process of its own; here two Zapiers may share one. Calls with the same environment run side by
 * side, others wait their turn, and after the last one `process.env` is as it was.
 */
type EnvironmentGate = {
  run<T>(environment: Record<string, string>, task: () => Promise<T>): Promise<T>;
};

/** Read by core when a call begins, so calls that differ in these alone may overlap. */
const PER_CALL_NAMES = ['LOGGING_ENDPOINT', '_ZAPIER_ONE_TIME_SECRET'];

function createGate(ownProcess: boolean): EnvironmentGate {
  let current:
    | { key: string; running: number; before: Map<string, string | undefined> }
    | undefined;
  const waiting: { key: string; names: string[]; enter: () => void }[] = [];

  const admit = () => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      if (current && current.key !== next.key) return;
      current ??= {
        key: next.key,
        running: 0,
        before: new Map(next.names.map((name) => [name, process.env[name]])),
      };
      current.running += 1;
      waiting.shift();
      next.enter();
    }
  };

  const leave = () => {
    if (!current) return;
    current.running -= 1;
    if (current.running > 0) return;
    if (!ownProcess) {
      for (const [name, value] of current.before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    }
    current = undefined;
    admit();
  };

  return {
    async run(environment, task) {
      const key = JSON.stringify(Object.entries(environment).sort());
      const names = [...Object.keys(environment), ...PER_CALL_NAMES];
      await new Promise<void>((enter) => {
        waiting.push({ key, names, enter });
        admit();
      });
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}

const thisProcess = createGate(false);
const otherProcesses = new WeakMap<Handler, EnvironmentGate>();

/** The gate of the process that a handler runs in. */
export function gateOf(handler: Handler): EnvironmentGate {
  if (!handler.ownProcess) return thisProcess;
  const gate = otherProcesses.get(handler) ?? createGate(true);
  otherProcesses.set(handler, gate);
  return gate;
}
