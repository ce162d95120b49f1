import { startZapier, type Zapier, type ZapierOptions } from '../../../sandbox/zapier/index.ts';
import { loadHandler } from '../../../sandbox/zapier/load-app.ts';
import { type Service, smallApp, smallService } from './small-app.ts';

/** Opens Zapier for a fresh small app; the caller closes it. */
export async function open(
  options: Partial<ZapierOptions> = {},
): Promise<{ zapier: Zapier; service: Service }> {
  const service = smallService();
  const handler = options.handler ?? (await loadHandler({ source: smallApp(service) }));
  const zapier = await startZapier({ authData: { api_key: 'good-key' }, ...options, handler });
  return { zapier, service };
}
