/** What was asked, and what came. */
import type { Reply } from './reader.ts';

export type Observation = {
  /** The path as documented, with `{...}` in it, or what was done to it. */
  asked: string;
  /** In our words: the role that asked, or the state of the cluster. */
  about: string;
  reply: Reply;
  /** The parsed body, or undefined if it is no JSON. */
  body: unknown;
};
