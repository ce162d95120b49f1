/** What is changed on a cluster that stays: protection, storage, product, allowlist. */
import { holds, type Play, record } from '../scene.ts';
import { becomes, change, completed, own, path, takeCluster } from './clusters.ts';

const GIB = 1024 ** 3;
const disk = (gib: number) => (json: unknown) =>
  holds(record(json).hardware_specs, { disk_size_per_node_bytes: gib * GIB });

export const settings: Play = {
  name: 'settings',
  scenes: [
    {
      before: takeCluster('weather-prod'),
      args: ({ seed }) => ['clusters', 'get', seed.clusters['weather-prod'] ?? ''],
      expect: (stage) => ({
        requests: [`GET ${path(stage, 'cluster')}/ 200`],
        prints: ([json]) => holds(json, { deletion_protected: false, product_name: 'cr2' }),
      }),
    },
    {
      args: (stage) => own(stage, 'set-deletion-protection --value true'),
      expect: (stage) => ({
        requests: [`PUT ${path(stage, 'cluster')}/deletion-protection/ 200`],
        sends: { deletion_protected: true },
        changes: ['product.set_deletion_protection'],
        says: ['Cluster deletion protection status successfully updated'],
        prints: ([json]) => holds(json, { deletion_protected: true }),
      }),
    },
    {
      args: (stage) => own(stage, 'delete --yes'),
      expect: (stage) => ({
        requests: [`DELETE ${path(stage, 'cluster')}/ 400`],
        says: ['The cluster is protected from deletion.'],
      }),
    },
    {
      args: (stage) => own(stage, 'set-deletion-protection --value false'),
      expect: (stage) => ({
        requests: [`PUT ${path(stage, 'cluster')}/deletion-protection/ 200`],
        changes: ['product.set_deletion_protection'],
        prints: ([json]) => holds(json, { deletion_protected: false }),
      }),
    },
    {
      args: (stage) => own(stage, 'expand-storage --disk-size-gb 256'),
      expect: (stage) => ({
        requests: change(stage, 'cluster', 'storage'),
        sends: { disk_size_per_node_bytes: 256 * GIB },
        changes: ['product.expand_storage'],
        says: completed,
        prints: ([before, after]) => {
          disk(64)(before);
          disk(256)(after);
        },
      }),
    },
    {
      args: (stage) => own(stage, 'expand-storage --disk-size-gb 128'),
      expect: (stage) => ({
        requests: [`PUT ${path(stage, 'cluster')}/storage/ 400`],
        says: ['Storage can only be expanded.'],
      }),
    },
    {
      args: (stage) => own(stage, 'set-product --product-name cr3'),
      expect: (stage) => ({
        requests: change(stage, 'cluster', 'product'),
        sends: { product_name: 'cr3' },
        changes: ['product.change_product'],
        says: completed,
        prints: becomes({ product_name: 'cr2' }, { product_name: 'cr3' }),
      }),
    },
    {
      args: (stage) => own(stage, 'set-ip-whitelist --net 10.1.2.0/24,192.168.1.7/32 --yes'),
      expect: (stage) => ({
        requests: change(stage, 'cluster', 'ip-restrictions'),
        sends: { ip_whitelist: [{ cidr: '10.1.2.0/24' }, { cidr: '192.168.1.7/32' }] },
        changes: ['product.update_ip_restrictions'],
        says: completed,
        prints: becomes(
          { ip_whitelist: null },
          {
            ip_whitelist: [
              { cidr: '10.1.2.0/24', description: null },
              { cidr: '192.168.1.7/32', description: null },
            ],
          },
        ),
      }),
    },
  ],
};
