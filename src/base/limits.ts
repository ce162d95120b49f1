/** Every bound on what others send and on what we give, with its reason. */
import { DAY_MS } from './time.ts';

/** Zapier ends a step after 30 seconds without a word; one that ends by itself can say what it waited for. */
export const STEP_MS = 25_000;

/** So much earlier all that is asked for ends, so that the step can say what it waited for. */
export const LAST_WORD_MS = 500;

/** The longest that one request may take, head and body together: a read has time to be tried again. */
export const REQUEST_MS = 12_000;

/** Zapier's cache makes an answer better at most, so nobody waits long for it. */
export const MEMORY_MS = 2_000;

/**
 * Bytes of a reply, counted after decompression: 10,000 clusters are 20 MiB, and the process that a step
 * runs in has 512 MiB or more. Four megabytes of gzip can be four gigabytes of zeros.
 */
export const REPLY_BYTES = 64 * 1_024 * 1_024;

/** The same of a refusal, of which a sentence is shown. */
export const REFUSAL_BYTES = 1_024 * 1_024;

/** Characters of a server's words that are looked at: a sentence shows 250, and searching more costs time. */
export const MESSAGE_CHARACTERS = 2_000;

/** Levels of a server's message, or of an object whose keys nobody knows: deeper ones overflow the stack. */
export const NESTING = 50;

/** Seconds that a Retry-After can mean: Zapier takes none below one, and a day would look like a dead Zap. */
export const RETRY_AFTER_SECONDS = { least: 1, most: 3_600 } as const;

/** How far the server's clock may be from this machine's: further away, one of them is broken. */
export const CLOCK_SKEW_MS = DAY_MS;

/** Connections to one host at once: the API is never asked for more side by side. */
export const SOCKETS = 64;

/** Connections to all hosts that wait for another request: a process may have some hundred files open. */
export const IDLE_SOCKETS = 64;

/** So long one waits. Zapier may freeze the process meanwhile, and the server hang up. */
export const IDLE_SOCKET_MS = 30_000;

/** Hosts whose TLS sessions are kept; a session is some 2 kB. */
export const TLS_SESSIONS = 500;

/** Bytes of what a step gives: Zapier takes 6,291,456 with what core puts around it. */
export const OUTPUT_BYTES = 5_000_000;
