import { connectCloud } from '../../../../sandbox/cloud/control/client.ts';
import { startCloud } from '../../../../sandbox/cloud/index.ts';
import { crateTarget } from '../../../../tools/sql-fidelity/crate.ts';

test('a running database keeps what it had, and nothing of the replay stays', async () => {
  const cloud = await startCloud({ clusterPorts: true });
  try {
    const control = connectCloud(cloud.origin);
    const { keys } = await control.seed();
    await control.cluster('weather-prod', { password: '' });
    const found = await fetch(`${cloud.origin}/api/v2/clusters/`, {
      headers: {
        authorization: `Basic ${Buffer.from(`${keys.admin.key}:${keys.admin.secret}`).toString('base64')}`,
      },
    });
    const clusters = (await found.json()) as Array<{ name: string; url: string; username: string }>;
    const { url, username } = clusters.find((it) => it.name === 'weather-prod') ?? {
      url: '',
      username: '',
    };
    const sql = async (stmt: string) => {
      const reply = await fetch(`${url}/_sql`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${username}:`).toString('base64')}` },
        body: JSON.stringify({ stmt }),
      });
      return ((await reply.json()) as { rows: unknown[][] }).rows;
    };
    const tables = () =>
      sql(
        "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema NOT IN ('sys', 'pg_catalog', 'information_schema') ORDER BY 1, 2",
      );
    await sql('CREATE TABLE doc.items (mine INTEGER)');
    await sql('CREATE VIEW doc.cheap AS SELECT mine FROM doc.items');
    const before = await tables();

    const target = await crateTarget(url.replace('http://', ''), username);
    const send = (stmt: string) =>
      target.send({ body: JSON.stringify({ stmt }), version: '6.4.3', query: { types: '' } });
    expect((await send('CREATE TABLE items (id INTEGER PRIMARY KEY)')).status).toBe(200);
    expect((await send('CREATE VIEW cheap AS SELECT id FROM doc.items')).status).toBe(200);
    expect((await send('SELECT nope FROM doc.items')).body).toContain('Column nope unknown');
    expect((await send('SELECT * FROM doc.nope')).body).toContain("Relation 'doc.nope' unknown");
    for (const stmt of [
      'CREATE TABLE shut (id INTEGER)',
      'ALTER TABLE shut CLOSE',
      'CREATE TABLE blocked (id INTEGER)',
      'ALTER TABLE blocked SET ("blocks.read_only_allow_delete" = true)',
    ]) {
      expect((await send(stmt)).status).toBe(200);
    }
    expect(await tables()).toHaveLength(before.length + 4);
    await target.close();
    expect(await tables()).toEqual(before);
  } finally {
    await cloud.close();
  }
});

test('a database elsewhere is not asked', async () => {
  await expect(crateTarget('https://cluster.example.com:4200')).rejects.toThrow(
    /Only a CrateDB on this machine/,
  );
});
