/** A CrateDB that runs on this machine as a target, in schemas of its own that are removed at the end. */
import { randomBytes } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import type { Reply } from './compare.ts';
import type { Recorded } from './recording.ts';
import { NOW } from './scene.ts';
import type { Sent, Target } from './target.ts';

/** What would change or needs more than tables of our own. */
const FOREIGN = /^(token|auth|privilege|shards|body|5\.8\.7)\.|^sys\.|^session\.killed$/;

/** What keeps a table from being dropped, or from being asked. */
const BLOCKS = ['read_only_allow_delete', 'read_only', 'write', 'read', 'metadata'];

export async function crateTarget(
  address: string,
  user = 'crate',
): Promise<Target & { takes(recorded: Recorded): boolean }> {
  const url = new URL(address.includes('://') ? address : `http://${address}`);
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
  // Defaults of now() are told as the time of the recording; a name in `doc` has no schema before it in errors.
  const back = (text: string): string =>
    text
      .replaceAll(second, 'MySchema')
      .replaceAll(`Relation name '${schema}.`, "Relation name '")
      .replaceAll(schema, 'doc')
      .replaceAll(/\b\d{13}\b/g, (it) =>
        Math.abs(Number(it) - Date.now()) < 3_600_000 ? String(NOW) : it,
      );

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
              body: text,
            });
          });
        },
      );
      call.once('error', reject);
      call.end(body);
    });
  }

  /** A statement of our own: its reply keeps the schemas' real names. */
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
      const reply = await post(renamed(body), agent, 'types' in query ? '?types' : '', named);
      return { ...reply, body: back(reply.body) };
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
        "SELECT table_schema, table_name, closed FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema = ANY(?)",
        [own],
      );
      for (const [s, name, closed] of tables) {
        const table = `"${s}"."${name}"`;
        // A table that is closed or read-only cannot be dropped.
        if (closed) await sql(`ALTER TABLE ${table} OPEN`);
        for (const block of BLOCKS) await sql(`ALTER TABLE ${table} RESET ("blocks.${block}")`);
        await sql(`DROP TABLE IF EXISTS ${table}`);
      }
      const left = await sql(
        'SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema = ANY(?)',
        [own],
      );
      if (left.length > 0)
        throw new Error(`Not removed: ${left.map((it) => it.join('.')).join(', ')}`);
    },
  };
}
