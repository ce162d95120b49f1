/** A CrateDB that runs on this machine as a target, in schemas of its own that are removed at the end. */
import { randomBytes } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import type { Reply } from './compare.ts';
import type { Recorded } from './recording.ts';
import type { Sent, Target } from './target.ts';

/** What would change or needs more than tables of our own. */
const FOREIGN = /^(token|auth|privilege|shards|body|5\.8\.7)\.|^sys\.|^session\.killed$/;

export async function crateTarget(
  address: string,
  user = 'crate',
): Promise<Target & { takes(recorded: Recorded): boolean }> {
  const url = new URL(address);
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) {
    throw new Error(`Only a CrateDB on this machine may be asked, and "${address}" is not on it.`);
  }
  const schema = `fidelity_${randomBytes(4).toString('hex')}`;
  const second = `${schema}_mixed`;
  const agents = new Map<string, Agent>();
  const renamed = (text: string): string =>
    text
      .replaceAll('\\"MySchema\\"', `\\"${second}\\"`)
      .replaceAll("'MySchema'", `'${second}'`)
      .replaceAll("'doc'", `'${schema}'`)
      .replaceAll('doc.', `${schema}.`);
  const back = (text: string): string =>
    text.replaceAll(second, 'MySchema').replaceAll(schema, 'doc');

  function post(body: string, agent: Agent, query: string, defaultSchema: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const call = httpRequest(
        new URL(`/_sql${query}`, url),
        {
          method: 'POST',
          agent,
          headers: {
            'content-type': 'application/json',
            'default-schema': defaultSchema,
            authorization: `Basic ${Buffer.from(`${user}:`).toString('base64')}`,
          },
        },
        (reply) => {
          let text = '';
          reply.setEncoding('utf8').on('data', (part: string) => {
            text += part;
          });
          reply.once('end', () => {
            const type = reply.headers['content-type'];
            resolve({
              status: reply.statusCode ?? 0,
              headers: type === undefined ? {} : { 'content-type': type },
              body: back(text),
            });
          });
        },
      );
      call.once('error', reject);
      call.end(body);
    });
  }

  const sql = async (stmt: string, args: unknown[] = []): Promise<unknown[][]> => {
    const { body } = await post(JSON.stringify({ stmt, args }), new Agent(), '', 'doc');
    return (JSON.parse(body) as { rows?: unknown[][] }).rows ?? [];
  };

  return {
    takes: ({ id }) => !FOREIGN.test(id),
    async send({ body, query, connection, defaultSchema }: Sent) {
      const agent =
        connection === undefined
          ? new Agent()
          : (agents.get(connection) ?? new Agent({ keepAlive: true, maxSockets: 1 }));
      if (connection !== undefined) agents.set(connection, agent);
      const named = defaultSchema === 'MySchema' ? second : schema;
      return post(renamed(body), agent, 'types' in query ? '?types' : '', named);
    },
    async close() {
      for (const agent of agents.values()) agent.destroy();
      const own = [schema, second];
      const views = await sql(
        'SELECT table_schema, table_name FROM information_schema.views WHERE table_schema = ANY(?)',
        [own],
      );
      for (const [s, name] of views) await sql(`DROP VIEW IF EXISTS "${s}"."${name}"`);
      const tables = await sql(
        "SELECT table_schema, table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema = ANY(?)",
        [own],
      );
      for (const [s, name] of tables) await sql(`DROP TABLE IF EXISTS "${s}"."${name}"`);
    },
  };
}
