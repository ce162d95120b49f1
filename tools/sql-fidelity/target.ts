/** Something that answers `/_sql`: the sandbox, or a CrateDB that runs. */
import type { Reply } from './compare.ts';
import type { Recorded } from './recording.ts';

export type Sent = {
  version: string;
  body: string;
  query: Record<string, string>;
  /** Requests of the same name share a TCP connection. */
  connection?: string;
  /** The database user; the cluster's own where nothing is said. */
  user?: string;
  /** In place of a user: the header itself, where `<good>` and the like stand for tokens. */
  authorization?: string;
  defaultSchema?: string;
};

export type Target = {
  /** Whether a request may be sent to it; all where nothing is said. */
  takes?(recorded: Recorded): boolean;
  send(sent: Sent): Promise<Reply>;
  close(): Promise<void>;
};
