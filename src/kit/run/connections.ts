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

const KEPT: AgentOptions = { keepAlive: true, maxSockets: SOCKETS, timeout: IDLE_SOCKET_MS };

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
  for (const agent of Object.values(agents)) agent.on('free', () => endOldest(agent));
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
  let isEnded = false;
  // Node asks an agent for nothing but `addRequest`; the agent itself does the work.
  const one: Adding = Object.create(agent);
  one.addRequest = (sent, ...rest) => {
    if (isEnded) throw new SendError('cut');
    request = sent;
    sent.once('response', (reply: IncomingMessage) => {
      reply.once('close', () => {
        if (!reply.complete) listener?.();
      });
    });
    (agent as Adding).addRequest(sent, ...rest);
  };
  return {
    agent: one,
    isReused: () => request?.reusedSocket === true,
    onCut: (given) => {
      listener = given;
    },
    end: () => {
      isEnded = true;
      request?.destroy();
    },
  };
}

type Adding = Agent & { addRequest(request: ClientRequest, ...rest: unknown[]): void };
