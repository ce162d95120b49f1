import type { CloudControl } from '../sandbox/cloud/control/client.ts';

/**
 * One step worked through on the freshly seeded sandbox, as the admin of the seed. Tests run it, the
 * docs show it, and `npm run invoke` takes its input.
 */
export type Example = {
  /** What it shows, in one sentence. */
  shows: string;
  /** Makes happen in the sandbox what the step shall find. */
  prepare?: (cloud: CloudControl) => Promise<unknown>;
  /** What a user would fill in; names do where ids would. */
  input: Readonly<Record<string, unknown>>;
  /** Other ways to fill it in, by their names, where one field stands for another; what is empty is left blank. */
  others?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What the first item (trigger, search, dropdown) or the result (create) holds, among others. */
  expect: Readonly<Record<string, unknown>>;
};

/** Examples by the key of their step. */
export type Examples = Readonly<Record<string, Example>>;
