/** Connections of this process: which are kept for the next request, and what is known of their ends. */
import type { Agent, AgentOptions, ClientRequest, IncomingMessage } from 'node:http';
import type { SecureContext, TLSSocket } from 'node:tls';
import { lazily } from '../../base/lazily.ts';
import { IDLE_SOCKET_MS, IDLE_SOCKETS, SOCKETS, TLS_SESSIONS } from '../../base/limits.ts';
import { SendError } from '../../base/transport.ts';

// An import would evaluate every export of node:http, one of which (WebSocket) loads an HTTP client of
// its own: 20 ms of every cold start.
const { Agent: HttpAgent } = process.getBuiltinModule('node:http');
const { Agent: HttpsAgent } = process.getBuiltinModule('node:https');
const { createSecureContext } = process.getBuiltinModule('node:tls');

export type Agents = { http: Agent; https: Agent };

const KEPT: AgentOptions = { keepAlive: true, timeout: IDLE_SOCKET_MS };

/** TLS sessions by host and port. One spares the next connection, whoever makes it, half a handshake. */
const sessions = new Map<string, Buffer>();

/** What TLS needs of this machine, such as whom it trusts; node would put it together for each connection. */
const context = lazily(() => createSecureContext());

/** Resumes the TLS session that any connection to the same host had, and keeps the one it gets. */
class SessionAgent extends HttpsAgent {
  override createConnection(
    ...[options, callback]: Parameters<Agent['createConnection']>
  ): ReturnType<Agent['createConnection']> {
    const host = `${options.host}:${options.port}`;
    const session = sessions.get(host);
    const secure: typeof options & { secureContext: SecureContext; session?: Buffer } = {
      ...options,
      secureContext: context(),
      ...(session ? { session } : {}),
    };
    const socket = super.createConnection(secure, callback) as TLSSocket;
    socket.on('session', (fresh) => {
      // The newest last, so that the oldest goes first.
      sessions.delete(host);
      sessions.set(host, fresh);
      if (sessions.size > TLS_SESSIONS) sessions.delete(sessions.keys().next().value ?? '');
    });
    return socket;
  }
}

/**
 * Agents that keep connections, for one run or for the whole process. Node lets one that waits hold up no
 * process, and ends it in time, or a second before the server says that it will.
 */
export function keptAgents(): Agents {
  const agents = { http: new HttpAgent(KEPT), https: new SessionAgent(KEPT) };
  for (const agent of Object.values(agents)) {
    queues.set(agent, new Map());
    agent.on('free', () => endOldest(agent));
  }
  return agents;
}

/** Of all hosts together only so many wait: a step may ask thousands of clusters, each of which is a host. */
function endOldest({ freeSockets }: Agent): void {
  const waiting = Object.values(freeSockets)
    .flatMap((sockets) => sockets ?? [])
    .filter(({ destroyed }) => !destroyed);
  if (waiting.length > IDLE_SOCKETS) waiting[0]?.destroy();
}

/** Agents that close each connection after its one request. */
export function freshAgents(): Agents {
  return { http: new HttpAgent(), https: new SessionAgent() };
}

/** What one host is asked over the connections of an agent. */
type Queue = { underWay: number; waiting: (() => void)[] };

/** Of the agents that keep connections, by host and port. */
const queues = new WeakMap<Agent, Map<string, Queue>>();

function queueOf(agent: Agent, { host, port }: AgentOptions): Queue | undefined {
  const ofAgent = queues.get(agent);
  const name = `${host}:${port}`;
  const queue = ofAgent?.get(name) ?? { underWay: 0, waiting: [] };
  return ofAgent?.set(name, queue).get(name);
}

/**
 * Begins a request, or lets it wait while `SOCKETS` of the queue are under way, and each gets its turn when the
 * reply of another is over. Node's agent would hand on the connection while that reply ends; core's client for
 * requests then takes one that came in chunks for cut, and lets it go (node-fetch 2.7, measured).
 *
 * @returns takes the request out of the queue; false when it has begun
 */
function begin(queue: Queue, request: ClientRequest, send: () => void): () => boolean {
  const next = () => {
    queue.underWay -= 1;
    queue.waiting.shift()?.();
  };
  const start = () => {
    queue.underWay += 1;
    request.once('close', () => setImmediate(next));
    send();
  };
  if (queue.underWay < SOCKETS) start();
  else queue.waiting.push(start);
  return () => {
    const place = queue.waiting.indexOf(start);
    if (place >= 0) queue.waiting.splice(place, 1);
    return place >= 0;
  };
}

/** What became of one request on its connection. */
export type Exchange = {
  /** To send it with: the agent, watched. */
  agent: Agent;
  /** True when the connection had been used before: it may have been closed since, before it was sent. */
  isReused(): boolean;
  /** Called when the connection ends in the middle of the reply, which fetch does not notice. */
  onCut(listener: () => void): void;
  /** Ends it, whatever is still to come, and also before it was sent. */
  end(): void;
};

export function watched(agent: Agent): Exchange {
  let request: ClientRequest | undefined;
  let listener: (() => void) | undefined;
  let leaveQueue = () => false;
  let isEnded = false;
  // Node asks an agent for nothing but `addRequest`; the agent itself does the work.
  const one: Adding = Object.create(agent);
  one.addRequest = (sent, options) => {
    if (isEnded) throw new SendError('cut');
    request = sent;
    sent.once('response', (reply: IncomingMessage) => {
      reply.once('close', () => {
        if (!reply.complete) listener?.();
      });
    });
    const send = () => (agent as Adding).addRequest(sent, options);
    const queue = queueOf(agent, options);
    if (queue) leaveQueue = begin(queue, sent, send);
    else send();
  };
  return {
    agent: one,
    isReused: () => request?.reusedSocket === true,
    onCut: (given) => {
      listener = given;
    },
    end: () => {
      isEnded = true;
      // Node would tell nobody of one that has no connection yet.
      if (leaveQueue()) request?.emit('error', new SendError('cut'));
      request?.destroy();
    },
  };
}

type Adding = Agent & { addRequest(request: ClientRequest, options: AgentOptions): void };
