import type { ImportSource, Secret } from '../state/types.ts';
import type { World } from '../world/world.ts';

/*
 * What S3 and Azure hold is made up: the same for every secret, unless the secret says that the store
 * refuses it.
 */

type StoredObject = { name: string; content: Buffer };

const day = (number: number) => `2026-02-${String(number).padStart(2, '0')}`;

function readings(number: number): Buffer {
  const lines = Array.from({ length: 24 }, (_, hour) => {
    const value = (Math.sin(number + hour / 4) * 10).toFixed(1);
    return `${day(number)}T${String(hour).padStart(2, '0')}:00:00Z,station-${hour % 3},${value}\n`;
  });
  return Buffer.from(`ts,station,temperature\n${lines.join('')}`);
}

const daily = (): StoredObject[] =>
  Array.from({ length: 7 }, (_, i) => ({
    name: `readings/${day(i + 1)}.csv`,
    content: readings(i + 1),
  }));

const stations = (): StoredObject => ({
  name: 'stations.json',
  content: Buffer.from(
    ['alpha', 'beta', 'gamma']
      .map(
        (name, i) => `${JSON.stringify({ id: i + 1, name, place: { height: 900 + i * 310 } })}\n`,
      )
      .join(''),
  ),
});

/** More than a list ever shows. */
const many = (count: number): StoredObject[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `history/part-${String(i).padStart(5, '0')}.csv`,
    content: Buffer.from(`id,value\n${i},${i % 7}\n`),
  }));

const s3: Record<string, () => StoredObject[]> = {
  'alpine-archive': () => many(1200),
  'alpine-readings': () => [...daily(), stations()],
  'empty-bucket': () => [],
};

const azure: Record<string, () => StoredObject[]> = {
  archive: () => many(5200),
  readings: () => [...daily(), stations()],
};

export const s3Buckets = () => Object.keys(s3);
export const azureContainers = () => Object.keys(azure);

/** Names that begin with `prefix`, or what the store says: it knows no such bucket. */
export const s3Objects = (bucket: string, prefix: string) => names(s3[bucket], prefix);
export const azureBlobs = (container: string, prefix: string) => names(azure[container], prefix);

function names(objects: (() => StoredObject[]) | undefined, prefix: string): string[] | undefined {
  return objects?.()
    .map((it) => it.name)
    .filter((name) => name.startsWith(prefix));
}

/** The objects that an import means; a `*` in the path stands for any text. Throws what the store says. */
export function findObjects(
  world: World,
  source: Extract<ImportSource, { type: 's3' | 'azureblob' }>,
): StoredObject[] {
  const [store, container, path, secretId] =
    source.type === 's3'
      ? [s3, source.s3.bucket, source.s3.file_path, source.s3.secret_id]
      : [
          azure,
          source.azureblob.container_name,
          source.azureblob.blob_name,
          source.azureblob.secret_id,
        ];
  const refusal = refusalOf(world.state.secret.get(secretId));
  if (refusal !== null) throw new Error(refusal);
  const objects = store[container];
  if (!objects) throw new Error(noSuchContainer(source.type, container));
  const escaped = path
    .replace(/^\//, '')
    .split('*')
    .map((it) => it.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const wanted = new RegExp(`^${escaped.join('.*')}$`);
  return objects().filter((it) => wanted.test(it.name));
}

export const noSuchContainer = (type: 's3' | 'azureblob', name: string) =>
  `The specified ${type === 's3' ? 'bucket' : 'container'} does not exist: ${name}`;

/** Null lets in. */
export const refusalOf = (secret: Secret | undefined): string | null =>
  secret ? secret.refusal : 'The secret is gone.';
