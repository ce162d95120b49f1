/** The handler of an app: of a build's `zapierwrapper.js`, or from core's `createAppHandler`. */
export type Handler = {
  (event: object): Promise<{ results: unknown; [key: string]: unknown }>;
  /** Set where the handler runs in a process of its own. */
  readonly ownProcess?: boolean;
};

/** A handler, and how to let go of what runs behind it. */
export type LoadedHandler = Handler & {
  close(): Promise<void>;
};

/** One object of a trigger, search or create. */
export type Item = Record<string, unknown>;

/** What a user enters into a step's fields, or maps there from an earlier step. */
export type Input = Record<string, unknown>;

export type StepKind = 'triggers' | 'searches' | 'creates';

/** `bundle.meta`, as far as Zapier documents it. */
export type Meta = {
  isBulkRead: boolean;
  isFillingDynamicDropdown: boolean;
  isLoadingSample: boolean;
  isPopulatingDedupe: boolean;
  isTestingAuth: boolean;
  limit: number;
  page: number;
  timezone: string | null;
  inputFields: Record<string, Record<string, string | number | boolean>>;
  paging_token?: string;
  withSearch?: string;
};

export type InputField = {
  key: string;
  type?: string;
  default?: string;
  list?: boolean;
  dict?: boolean;
  children?: InputField[];
  choices?: unknown;
  meta?: Record<string, string | number | boolean>;
  [key: string]: unknown;
};

/** The definition with every function written as `$func$...`, as the command 'definition' gives it. */
export type AppDefinition = {
  authentication?: { connectionLabel?: unknown; [key: string]: unknown };
  flags?: { cleanInputData?: boolean };
  triggers?: Record<string, StepDefinition>;
  searches?: Record<string, StepDefinition>;
  creates?: Record<string, StepDefinition>;
  searchOrCreates?: Record<string, SearchOrCreateDefinition>;
  searchAndCreates?: Record<string, SearchOrCreateDefinition>;
  [key: string]: unknown;
};

export type SearchOrCreateDefinition = {
  search: string;
  create: string;
};

export type StepDefinition = {
  key: string;
  display?: { hidden?: boolean };
  operation: {
    inputFields?: (InputField | string)[];
    outputFields?: ({ key: string; primary?: boolean } | string)[];
    canPaginate?: boolean;
    cleanInputData?: boolean;
    lock?: LockDefinition;
    [key: string]: unknown;
  };
  [key: string]: unknown;
};

export type LockDefinition = {
  key: string;
  scope?: ('user' | 'auth' | 'account')[];
  /** Seconds. */
  timeout?: number;
};
