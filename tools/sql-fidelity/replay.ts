/** Sends the recorded requests in their order, with what was done in between, and compares the replies. */
import { type Comparison, compare } from './compare.ts';
import { type Answered, bodyOf, type Recorded } from './recording.ts';
import { BEFORE, CONNECTIONS, SHARDS_BEFORE, type Step, userOf } from './scene.ts';
import type { Target } from './target.ts';

export type Replayed = { comparisons: Comparison[]; answered: Answered[]; problems: string[] };

const connectionOf = (id: string): string | undefined =>
  Object.keys(CONNECTIONS).find((name) => CONNECTIONS[name]?.ids.includes(id));

export async function replay(recording: Recorded[], target: Target): Promise<Replayed> {
  const comparisons: Comparison[] = [];
  const answered: Answered[] = [];
  const problems: string[] = [];
  const opened = new Set<string>();

  async function step(given: Step, version: string, connection?: string): Promise<void> {
    const { stmt, args, bulk_args } = typeof given === 'string' ? { stmt: given } : given;
    const body = JSON.stringify({ stmt, args, bulk_args });
    const reply = await target.send({
      version,
      body,
      query: {},
      ...(connection && { connection }),
    });
    if (reply.status !== 200 || reply.body.includes('"error"'))
      problems.push(`${stmt}: ${reply.body.trim()}`);
  }

  async function fillShards(wanted: number, version: string): Promise<void> {
    const stmt = 'SELECT count(*) AS n FROM sys.shards WHERE NOT closed';
    const { body } = await target.send({ version, body: JSON.stringify({ stmt }), query: {} });
    const missing = wanted - ((JSON.parse(body) as { rows: number[][] }).rows[0]?.[0] ?? wanted);
    if (missing <= 0) return;
    await step(
      `CREATE TABLE filler (a INTEGER) CLUSTERED INTO ${missing} SHARDS WITH (number_of_replicas=0)`,
      version,
    );
  }

  for (const recorded of recording) {
    const { id, version, request } = recorded;
    if (SHARDS_BEFORE[id] !== undefined) await fillShards(SHARDS_BEFORE[id], version);
    for (const before of BEFORE[id] ?? []) await step(before, version);
    const connection = connectionOf(id);
    if (connection !== undefined && !opened.has(connection)) {
      opened.add(connection);
      for (const first of CONNECTIONS[connection]?.first ?? [])
        await step(first, version, connection);
    }
    const reply = await target.send({
      version,
      body: bodyOf(recorded),
      query: request.query === 'types' ? { types: '' } : {},
      ...(connection !== undefined && { connection }),
      ...credentials(recorded),
      ...(request.headers?.['Default-Schema'] !== undefined && {
        defaultSchema: request.headers['Default-Schema'],
      }),
    });
    answered.push({ recorded, reply });
    comparisons.push(compare(recorded, reply));
  }
  return { comparisons, answered, problems };
}

/** Of the token and sign-in requests the header, of others the user. */
function credentials({ id, request }: Recorded): { authorization?: string; user?: string } {
  const old = /^5\.8\.7\.token\.(\w+)$/.exec(id)?.[1];
  if (old !== undefined)
    return { authorization: old === 'garbage' ? 'Bearer garbage' : `Bearer <${old}>` };
  if (/^(token|auth)\./.test(id)) return { authorization: request.headers?.Authorization ?? '' };
  const user = userOf(id);
  return user === undefined ? {} : { user };
}
