/**
 * Expanding and scaling in situations that are made up: whatever disks, nodes and colleagues do, nothing is
 * bought twice, and nothing is taken away that is needed. The truth of the disks judges, and not the API.
 */
import fc from 'fast-check';
import type { Item } from '../../sandbox/zapier/index.ts';
import { openZapier } from '../support/app.ts';
import { newCloud } from '../support/sandbox.ts';

const GIB = 1024 ** 3;
const PROD = 'weather-prod';
/** What a disk of 64 GiB shows, and by how much it shows less than it has. */
const SHOWN = Math.round(62.6 * GIB);
const OVERHEAD = 64 / 62.6;
const SEED = 11;

beforeAll(async () => (await newCloud()).control.startSql());

const failed = (error: { kind: string }): Item => ({ error: error.kind });

const disks = fc.record({
  used: fc.integer({ min: 20, max: 61 }),
  percent: fc.integer({ min: 40, max: 90 }),
  /** Hours until a file system follows; below 0 it never does. */
  delay: fc.constantFrom(-1, -1, 0, 7),
  others: fc.constantFrom('alike', 'alike', 'roomy', 'nulls', 'minus_one', 'gone'),
  master: fc.boolean(),
  /** GiB that a colleague has bought, and that have not arrived. */
  bought: fc.constantFrom(64, 64, 64, 100, 256),
  hours: fc.constantFrom(0, 1, 5),
});

const nodesOf = (others: string, used: number) => {
  const fullest = { used_bytes: used * GIB };
  const node = {
    alike: fullest,
    roomy: { size_bytes: 200 * GIB, used_bytes: GIB },
    nulls: { silent: 'nulls' as const },
    minus_one: { silent: 'minus_one' as const },
    gone: { gone: true },
  }[others];
  return [fullest, { used_bytes: GIB }, node ?? {}];
};

test.each(fc.sample(disks, { numRuns: 25, seed: SEED }))(
  'four runs buy what one buys: %j',
  async ({ used, percent, delay, others, master, bought, hours }) => {
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    await cloud.control.cluster(PROD, {
      growth_bytes_per_hour: 0,
      disk_delay_hours: delay,
      hardware_specs: { disk_size_per_node_bytes: bought * GIB },
      ...(delay < 0 || bought > 64 ? { file_system_bytes: SHOWN } : {}),
      ...(master ? { master_product_name: 'master_cr2' } : {}),
      usage: {
        nodes: nodesOf(others, used),
        ...(master ? { masters: [{ used_percent: 99, size_bytes: 8 * GIB }] } : {}),
      },
    });
    const input = { cluster_id: PROD, target_used_percent: percent, maximum_gib_per_node: 512 };
    const gave: Item[] = [];
    for (let run = 0; run < 4; run += 1) {
      gave.push(await zapier.create('expand_cluster_storage', input).catch(failed));
      await cloud.control.finishOperations();
      if (hours > 0) await cloud.control.advance({ hours });
    }
    const sizes = (await cloud.control.changes()).map(({ what }) => what);
    const { hardware_specs: specs } = await cloud.control.cluster(PROD);
    const has = (specs as { disk_size_per_node_bytes: number }).disk_size_per_node_bytes / GIB;
    const isKnown = others === 'alike' || others === 'roomy';
    const needed = (used * OVERHEAD * 100) / percent;
    if (!isKnown) {
      expect(gave).toEqual(gave.map(() => ({ error: 'error' })));
      expect([has, sizes]).toEqual([bought, []]);
      return;
    }
    expect(sizes.length).toBeLessThanOrEqual(1);
    // One GiB, for sizes are whole; and what is on its way may be a little less than is needed.
    expect(has).toBeLessThanOrEqual(Math.max(bought, needed * 1.01 + 1));
    expect(has * 1.25).toBeGreaterThanOrEqual(needed - 1);
    if (has === needed) expect(gave.at(-1)).toMatchObject({ goal_reached: true });
  },
);

const layouts = fc.record({
  used: fc.constantFrom(2, 5, 10, 10, 40),
  nodes: fc.constantFrom(1, 2),
  status: fc.constantFrom('GREEN', 'GREEN', 'GREEN', 'GREEN', 'GREEN', 'YELLOW', 'RED'),
  isGone: fc.constantFrom(false, false, false, false, true),
  replicas: fc.constantFrom(0, 0, 1, 2),
  shards: fc.constantFrom(0, 0, 0, 2_500),
});

const SHARDS_EACH = 1_000;

/** Why a node cannot be spared, in truth. */
function obstaclesOf({ used, nodes, status, isGone, replicas, shards }: Layout): string[] {
  const obstacles = {
    health: status !== 'GREEN',
    gone: isGone,
    copies: replicas >= nodes,
    space: (used * 3 * GIB) / (nodes * SHOWN) > 0.75,
    shards: shards > SHARDS_EACH * nodes,
  };
  return Object.entries(obstacles).flatMap(([name, is]) => (is ? [name] : []));
}

type Layout = {
  used: number;
  nodes: number;
  status: string;
  isGone: boolean;
  replicas: number;
  shards: number;
};

test('nodes are taken away only from who can spare them', async () => {
  const met = new Set<string>();
  for (const layout of fc.sample(layouts, { numRuns: 16, seed: 61 })) {
    const { used, nodes, status, isGone, replicas, shards } = layout;
    const cloud = await newCloud();
    const zapier = await openZapier(cloud);
    const statement = `CREATE TABLE doc.made (id INT) CLUSTERED INTO 4 SHARDS WITH (number_of_replicas = ${replicas})`;
    await zapier.create('run_statement', { cluster_id: PROD, statement });
    const node = { used_bytes: used * GIB };
    await cloud.control.cluster(PROD, {
      growth_bytes_per_hour: 0,
      status: status as 'GREEN',
      usage: { shards, nodes: [node, node, isGone ? { gone: true } : node] },
    });
    const input = { cluster_id: PROD, nodes, allow_fewer: 'yes' };
    const { changed } = await zapier.create('scale_cluster', input).catch(failed);
    const obstacles = obstaclesOf(layout);
    expect({ ...layout, changed }).toEqual({
      ...layout,
      changed: obstacles.length > 0 ? undefined : true,
    });
    expect((await cloud.control.changes()).length).toBe(changed === true ? 1 : 0);
    met.add(obstacles.join());
    await zapier.close();
    await cloud.close();
  }
  // Each obstacle was the only one at least once, and there was none at least once.
  expect([...met]).toEqual(
    expect.arrayContaining(['', 'health', 'gone', 'copies', 'space', 'shards']),
  );
});
