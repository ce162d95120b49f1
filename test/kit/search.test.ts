import app from '../../index.ts';
import { type Asked, startDirectZapier } from '../../sandbox/zapier/index.ts';

const ORGANIZATIONS = Array.from({ length: 300 }, (_, index) => ({
  id: `organization-${index}`,
  name: 'Alpine Weather',
}));

function answer({ url }: Asked) {
  const isList = url.endsWith('/organizations/');
  return { status: 200, headers: {}, text: JSON.stringify(isList ? ORGANIZATIONS : []) };
}

test('however many match, a search gives the first hundred', async () => {
  const authData = { api_key: 'key', api_secret: 'secret' };
  const zapier = startDirectZapier({ app, answer, authData });
  const found = await zapier.search('find_organization', { name: 'Alpine Weather' });
  expect(found).toHaveLength(100);
});
