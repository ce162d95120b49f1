import { listQuotas } from '../clients/cloud/quotas.ts';
import { byLabel, defineDropdown } from '../kit/dropdown.ts';
import { eachOrganization } from '../vocabulary/organizations.ts';

/** API: the codes are not documented; those of the account's organizations are listed. */
export const quotaCodeDropdown = defineDropdown({
  key: 'quota_code',
  noun: 'Quota',
  label: 'Quotas',
  example: { id: 'CLUSTERS', label: 'CLUSTERS' },
  list: async (run) => {
    const { results } = await eachOrganization(run, run.input.organization_id, async ({ id }) =>
      (await listQuotas(run.cloud, id)).flatMap(({ code }) => code ?? []),
    );
    return byLabel([...new Set(results)].map((code) => ({ id: code, label: code })));
  },
});
