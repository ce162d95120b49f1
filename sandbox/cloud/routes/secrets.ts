import * as z from 'zod/mini';
import { type Call, created, noContent, ok, param, type Route, route } from '../server/call.ts';
import { badRequest, notFound } from '../server/errors.ts';
import { parseBody, shortText } from '../server/validate.ts';
import { put } from '../state/state.ts';
import type { Secret } from '../state/types.ts';
import { needOrgAdmin } from '../world/access.ts';
import { recordChange } from '../world/changes.ts';
import { nextId, writtenDc } from '../world/world.ts';

const text = z.string().check(z.minLength(1, 'Shorter than minimum length 1.'));
const awsSecret = z.object({ access_key: text, secret_key: text });
const azureSecret = z.object({ connection_string: text });
const mongoSecret = z.object({
  connection_string: text,
  username: z.optional(text),
  password: z.optional(text),
  certificate: z.optional(text),
});

/** By type, what `data` holds. API: the vendor's command line tool 1.15.0 sends AWS keys unwrapped. */
const dataOf = {
  AWS: z.union([z.object({ aws_secret: awsSecret }), awsSecret]),
  AZURE: z.object({ azure_secret: azureSecret }),
  MONGODB: z.object({ mongodb_secret: mongoSecret }),
};

const body = z.strictObject({
  name: shortText,
  type: z.enum(['AWS', 'AZURE', 'MONGODB'], 'Not a valid choice.'),
  data: z.looseObject({}),
});

/** Secrets of an organization, for its admins; what they hold is never told again. */
export const secretRoutes: Route[] = [
  route('GET', '/organizations/:organization/secrets/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const secrets = [...call.world.state.secret.values()];
    return ok(secrets.filter((it) => it.organization_id === id).map(secretView));
  }),

  route('POST', '/organizations/:organization/secrets/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const { name, type, data } = parseBody(body, call);
    const known = dataOf[type].safeParse(data);
    if (!known.success) throw badRequest({ data: [`Not valid for a secret of type ${type}.`] });
    const secret = put(call.world.state, 'secret', {
      id: nextId(call.world, 'secret'),
      organization_id: id,
      name,
      type,
      description: `**********${publicPart(known.data).slice(-6)}`,
      dc: writtenDc(call.world),
      refusal: null,
    });
    tell(call, secret, 'secret.create', { name, type });
    return created(secretView(secret));
  }),

  route('DELETE', '/organizations/:organization/secrets/:secret/', (call) => {
    const { id } = needOrgAdmin(call, param(call, 'organization'));
    const secret = call.world.state.secret.get(param(call, 'secret'));
    if (secret?.organization_id !== id) throw notFound();
    call.world.state.secret.delete(secret.id);
    tell(call, secret, 'secret.delete', { name: secret.name });
    return noContent();
  }),
];

function secretView({ organization_id, refusal, ...secret }: Secret) {
  return secret;
}

/** Whose end the description shows. API: of AWS it is the access key's. */
function publicPart(data: z.output<(typeof dataOf)[keyof typeof dataOf]>): string {
  if ('aws_secret' in data) return data.aws_secret.access_key;
  if ('azure_secret' in data) return data.azure_secret.connection_string;
  if ('mongodb_secret' in data) return data.mongodb_secret.connection_string;
  return data.access_key;
}

function tell(call: Call, secret: Secret, what: string, detail: Record<string, unknown>): void {
  const organizations = [secret.organization_id];
  recordChange(call, { what, entityId: secret.id, organizations, detail });
}
