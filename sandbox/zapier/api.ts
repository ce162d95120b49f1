import type { StoredFile } from './files.ts';
import type { LogLine } from './server.ts';
import type { CacheEntry } from './store.ts';
import type { Zap } from './trigger.ts';
import type { AppDefinition, Handler, Input, InputField, Item, Meta, StepKind } from './types.ts';

export type ZapierOptions = {
  handler: Handler;
  /** The connection: what the user entered into its fields. */
  authData: Record<string, string>;
  /** The environment variables set for the app at Zapier. */
  environment?: Record<string, string>;
  /** Whether `operation.lock` holds; default true. */
  locks?: boolean;
  /** The clock for cache and cursors; default the machine's. */
  now?: () => Promise<Date> | Date;
  /** What waiting before a throttled step is repeated does; default nothing. */
  wait?: (seconds: number) => Promise<void>;
  /** The user's time zone, an IANA name; default UTC. */
  timezone?: string;
  /** What becomes of files that steps store: kept, which is the default, or refused. */
  files?: 'kept' | 'refused';
  /** Seconds of real time that a step may take; default 30, as at Zapier. */
  timeoutSeconds?: number;
  /** 'throw' makes core's runtime checks fail a step outside of tests, too, as for a developer. */
  checks?: 'throw' | 'log';
};

export type StepOptions = {
  /** How often a throttled step is repeated with the same input; default 0. */
  replays?: number;
  authData?: Record<string, string>;
};

export type StepCall = {
  inputData?: Input;
  /** Default: `inputData` with every value as text. */
  inputDataRaw?: Input;
  meta?: Partial<Meta>;
  authData?: Record<string, string>;
  storeKey?: string;
};

export type SearchPage = {
  results: Item[];
  paging_token: string | null;
};

export type SearchResults = Item[] | SearchPage;

export type Zapier = {
  connection: {
    test(): Promise<unknown>;
    label(): Promise<string>;
  };
  /** Calls a method by its path, with the input as given. */
  step(method: string, call?: StepCall): Promise<unknown>;
  trigger(key: string, input?: Input): Zap;
  /** One poll of a trigger by itself: all that it gives, new or not. */
  poll(
    key: string,
    input?: Input,
    options?: { meta?: Partial<Meta>; authData?: Record<string, string> },
  ): Promise<Item[]>;
  /** A list, or with `canPaginate` a page of it. */
  search(
    key: string,
    input?: Input,
    options?: StepOptions & { pagingToken?: string },
  ): Promise<SearchResults>;
  create(key: string, input?: Input, options?: StepOptions): Promise<Item>;
  /** The first hit of the search, or else what the create made. */
  searchOrCreate(
    key: string,
    searchInput: Input,
    createInput: Input,
    options?: StepOptions,
  ): Promise<{ found: boolean; item: Item }>;
  /** One page of a dropdown that a (hidden) trigger fills. */
  dropdown(triggerKey: string, input?: Input, options?: { page?: number }): Promise<Item[]>;
  /** One page of a dropdown that the field fills itself, by `choices: {perform}`. */
  choices(
    kind: StepKind,
    key: string,
    fieldKey: string,
    input?: Input,
    options?: { pagingToken?: string },
  ): Promise<SearchPage>;
  /** The step's fields as the editor shows them; later runs type their input by them. */
  fields(kind: StepKind, key: string, input?: Input): Promise<InputField[]>;
  outputFields(kind: StepKind, key: string, input?: Input): Promise<Item[]>;
  /** What a pointer of `z.dehydrate` stands for; of `z.dehydrateFile`, the file's address. */
  hydrate(pointer: string): Promise<unknown>;
  /** Puts down a file as another app's step would; its `url` goes into a file field. */
  addFile(file: { name: string; type: string; bytes: Buffer | string }): StoredFile;
  definition(): Promise<AppDefinition>;
  /** The errors of the schema; none if the app is valid. */
  validate(): Promise<unknown[]>;
  readonly logs: LogLine[];
  readonly files: StoredFile[];
  /** By key; a scoped entry as `key (auth=...)`. */
  readonly cache: Map<string, CacheEntry>;
  close(): Promise<void>;
};
