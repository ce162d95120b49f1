import { StepError } from './step-error.ts';
import type { Item, Meta, StepDefinition } from './types.ts';

/** API: "Default: 100 new items/poll"; more are held until the user lets them run. */
const NEW_ITEMS_PER_POLL = 100;
/** API: "Deduplication table: 105,000 rows per Zap". */
const DEDUPLICATION_ROWS = 105_000;
/** API: the editor takes three records at a time as samples. */
const SAMPLES = 3;

/** A Zap that begins with a polling trigger. */
export type Zap = {
  readonly isOn: boolean;
  /** New items of polls that brought more than 100: neither told nor told again, until released. */
  readonly held: Item[];
  /** Tests the connection, then remembers what is there already and tells nothing of it. */
  switchOn(): Promise<void>;
  /** The items that are new, the oldest first (Zapier takes the list from its end). */
  poll(): Promise<Item[]>;
  /** "Test trigger" in the editor: up to three items. Changes nothing. */
  test(): Promise<Item[]>;
  /** Forgets what was seen. Held items stay. */
  switchOff(): Promise<void>;
  /** The user lets the held runs go: gives and empties `held`. */
  releaseHeld(): Item[];
};

type ZapParts = {
  definition: () => Promise<StepDefinition>;
  perform: (meta: Partial<Meta>) => Promise<unknown>;
  testConnection: () => Promise<unknown>;
};

const failed = (message: string) =>
  new StepError({ kind: 'error', type: 'AppError', message, raw: message });

/** The fields that tell items apart: every static output field marked `primary`, else `id`. */
function primaryKeys(definition: StepDefinition): string[] {
  const fields = definition.operation.outputFields ?? [];
  const keys = fields.flatMap((field) =>
    typeof field !== 'string' && field.primary ? [field.key] : [],
  );
  return keys.length > 0 ? keys : ['id'];
}

function identity(item: Item, keys: string[]): string {
  const parts = keys.map((key) => {
    const value = item[key];
    if (value === undefined || value === null) {
      throw failed(`Got a result missing the "${key}" property`);
    }
    return String(value);
  });
  return JSON.stringify(parts);
}

export function createZap({ definition, perform, testConnection }: ZapParts): Zap {
  const held: Item[] = [];
  let seen: Set<string> | undefined;

  const list = async (meta: Partial<Meta>): Promise<Item[]> => {
    const results = await perform(meta);
    if (Array.isArray(results)) return results as Item[];
    throw failed(`Results must be an array, got: ${typeof results}`);
  };

  const remember = async (table: Set<string>, items: Item[]) => {
    const keys = primaryKeys(await definition());
    const fresh = new Map<string, Item>();
    for (const item of items) {
      const id = identity(item, keys);
      if (!table.has(id) && !fresh.has(id)) fresh.set(id, item);
    }
    if (table.size + fresh.size > DEDUPLICATION_ROWS) {
      throw failed(`More than ${DEDUPLICATION_ROWS} records to check for new data`);
    }
    for (const id of fresh.keys()) table.add(id);
    return [...fresh.values()];
  };

  return {
    get isOn() {
      return seen !== undefined;
    },
    held,

    async switchOn() {
      if (seen) throw new Error('The Zap is on already');
      await testConnection();
      const table = new Set<string>();
      await remember(table, await list({ isPopulatingDedupe: true }));
      seen = table;
    },

    async poll() {
      if (!seen) throw new Error('The Zap is off: switch it on before it polls');
      const fresh = (await remember(seen, await list({}))).reverse();
      if (fresh.length <= NEW_ITEMS_PER_POLL) return fresh;
      held.push(...fresh);
      return [];
    },

    async test() {
      return (await list({ isLoadingSample: true })).slice(0, SAMPLES);
    },

    async switchOff() {
      seen = undefined;
    },

    releaseHeld() {
      return held.splice(0);
    },
  };
}
