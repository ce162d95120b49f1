import { deadlineIn } from '../../../src/base/deadline.ts';
import type { HttpReply, SendHttp } from '../../../src/base/transport.ts';
import { createCloudClient } from '../../../src/clients/cloud/client.ts';
import {
  type Cluster,
  listClusters,
  newestClusters,
  pickClusters,
  pickFirstClusters,
} from '../../../src/clients/cloud/clusters.ts';
import type { Choice } from '../../../src/clients/cloud/long-list.ts';
import { newest } from '../../../src/clients/cloud/wire.ts';

/** A client whose replies come one after the other, piece by piece: what is `cut` breaks off. */
function clientFor(...replies: { pieces: string[]; cut?: boolean }[]) {
  let asked = 0;
  const send: SendHttp = async ({ onText }) => {
    const reply = replies[Math.min(asked, replies.length - 1)];
    asked += 1;
    for (const piece of reply?.pieces ?? []) onText?.(piece);
    if (reply?.cut) throw new Error('The connection was cut');
    return { status: 200, header: () => null, text: '' } satisfies HttpReply;
  };
  const cloud = createCloudClient({
    send,
    origin: 'https://cloud.example',
    credentials: { key: 'key', secret: 'secret' },
    userAgent: 'test',
    deadline: deadlineIn(10_000),
  });
  return { cloud, asked: () => asked };
}

const day = (number: number) => new Date(Date.UTC(2026, 0, number)).toISOString();
const cluster = (id: string, created = 1) => ({
  id,
  name: `name of ${id}`,
  dc: { created: day(created) },
});
/** One reply of so many characters a piece. */
const piecesOf = (value: unknown, length = 70_000) =>
  JSON.stringify(value).match(new RegExp(`.{1,${length}}`, 'gs')) ?? [];

test('a try that was cut leaves nothing in the next', async () => {
  const many = Array.from({ length: 2_000 }, (_, index) => cluster(`c${index}`));
  const pieces = piecesOf(many);
  const whole = clientFor({ pieces: pieces.slice(0, 2), cut: true }, { pieces });
  expect(await listClusters(whole.cloud)).toHaveLength(2_000);
  expect(whole.asked()).toBe(2);
  const few = clientFor(
    { pieces: pieces.slice(0, 2), cut: true },
    { pieces: piecesOf([cluster('a')]) },
  );
  expect(await newestClusters(few.cloud, {}, 10)).toMatchObject([{ id: 'a' }]);
});

test('only what is picked is given', async () => {
  const { cloud } = clientFor({ pieces: piecesOf([cluster('a'), cluster('b'), cluster('c')]) });
  const picked = await pickClusters(
    cloud,
    {},
    {
      look: ['id', 'dc'],
      pick: (one, whole) => (one.id === 'b' ? undefined : { ...one, name: whole().name }),
    },
  );
  const dc = { created: day(1), modified: null };
  expect(picked).toEqual([
    { id: 'a', dc, name: 'name of a' },
    { id: 'c', dc, name: 'name of c' },
  ]);
});

test('beyond the first, what is wanted is only counted', async () => {
  const clusters = ['a', 'b', 'c', 'd'].map((id) => cluster(id));
  const { cloud } = clientFor(
    { pieces: piecesOf(clusters, 50).slice(0, 5), cut: true },
    { pieces: piecesOf(clusters, 50) },
  );
  const choice: Choice<Cluster, 'id', object> = {
    look: ['id'],
    pick: ({ id }) => (id === 'a' ? undefined : { id }),
  };
  expect(await pickFirstClusters(cloud, {}, choice, 2)).toEqual({
    first: [{ id: 'b' }, { id: 'c' }],
    count: 3,
  });
});

test('an entry that cannot be read is told once and not asked for again', async () => {
  const { cloud, asked } = clientFor({ pieces: piecesOf([cluster('a'), { name: 'no id' }]) });
  await expect(listClusters(cloud)).rejects.toThrow(
    'CrateDB Cloud sent a cluster that cannot be read',
  );
  expect(asked()).toBe(1);
});

test('what is no list is told, and nothing is none', async () => {
  const object = clientFor({ pieces: ['{"id":', '"a"}'] });
  await expect(listClusters(object.cloud)).rejects.toThrow('no list of clusters');
  await expect(newestClusters(object.cloud, {}, 5)).rejects.toThrow('no list of clusters');
  for (const pieces of [[' '], ['nu', 'll'], []]) {
    const blank = clientFor({ pieces });
    await expect(listClusters(blank.cloud)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(blank.asked()).toBeGreaterThan(1);
  }
});

test('a mistake in what picks is not taken for a broken reply', async () => {
  const { cloud, asked } = clientFor({ pieces: piecesOf([cluster('a')]) });
  const mistake = () => {
    throw new TypeError('a mistake');
  };
  await expect(pickClusters(cloud, {}, { look: ['id'], pick: mistake })).rejects.toThrow(
    'a mistake',
  );
  expect(asked()).toBe(1);
});

test('the newest of a long list are those of the whole', async () => {
  const clusters = Array.from({ length: 3_000 }, (_, index) =>
    cluster(`c${index % 2_900}`, 1 + ((index * 1_117) % 2_903)),
  );
  const { cloud } = clientFor({ pieces: piecesOf(clusters) });
  const given = await newestClusters(cloud, {}, 100);
  const expected = newest(clusters, 100) as { id: string }[];
  expect(given.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
});
