import {
  azureBlobs,
  azureContainers,
  noSuchContainer,
  refusalOf,
  s3Buckets,
  s3Objects,
} from '../jobs/object-store.ts';
import { type Call, ok, query, type Reply, type Route, route } from '../server/call.ts';
import { badRequest, forbidden, notFound } from '../server/errors.ts';
import type { Secret } from '../state/types.ts';
import { foreign, isOrgAdmin, roleIn } from '../world/access.ts';

/** API: no list is longer. */
const MOST_OBJECTS = 1000;
const MOST_BLOBS = 5000;

/** What object stores hold. API: 200 also when the store refuses; `error` says why. */
export const integrationRoutes: Route[] = [
  route('GET', '/integrations/aws/s3-buckets/', (call) => {
    const error = refusalFor(call, 'AWS');
    return ok({ buckets: error ? [] : s3Buckets().map((name) => ({ name })), error });
  }),
  route('GET', '/integrations/aws/s3-objects/', (call) =>
    listed(call, {
      type: 'AWS',
      store: 's3',
      container: 'bucket',
      field: 'objects',
      list: s3Objects,
      most: MOST_OBJECTS,
    }),
  ),
  route('GET', '/integrations/azure/blob-storage-containers/', (call) => {
    const error = refusalFor(call, 'AZURE');
    return ok({ containers: error ? [] : azureContainers().map((name) => ({ name })), error });
  }),
  route('GET', '/integrations/azure/blobs/', (call) =>
    listed(call, {
      type: 'AZURE',
      store: 'azureblob',
      container: 'container_name',
      field: 'blobs',
      list: azureBlobs,
      most: MOST_BLOBS,
    }),
  ),
];

function listed(
  call: Call,
  of: {
    type: string;
    store: 's3' | 'azureblob';
    container: string;
    field: string;
    list: (container: string, prefix: string) => string[] | undefined;
    most: number;
  },
): Reply {
  const container = needQuery(call, of.container);
  const refused = refusalFor(call, of.type);
  const names = refused === null ? of.list(container, query(call, 'prefix') ?? '') : [];
  const error = refused ?? (names ? null : noSuchContainer(of.store, container));
  return ok({ [of.field]: (names ?? []).slice(0, of.most), error });
}

/** What the store says to the secret that is named; null lets in. */
function refusalFor(call: Call, type: string): string | null {
  const secret = needSecret(call, needQuery(call, 'secret_id'));
  return secret.type === type ? refusalOf(secret) : `The secret is not of type ${type}.`;
}

function needSecret(call: Call, id: string): Secret {
  const { world, actor } = call;
  const secret = world.state.secret.get(id);
  if (!secret) throw notFound();
  if (isOrgAdmin(actor, secret.organization_id)) return secret;
  throw roleIn(world, actor, secret.organization_id) ? forbidden() : foreign(world);
}

function needQuery(call: Call, name: string): string {
  const value = query(call, name);
  if (value === undefined) throw badRequest({ [name]: ['Missing data for required field.'] });
  return value;
}
