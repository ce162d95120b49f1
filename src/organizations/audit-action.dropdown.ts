import { readAuditLog } from '../clients/cloud/audit-log.ts';
import { byLabel, defineDropdown, labelOf } from '../kit/dropdown.ts';
import { eachOrganization } from '../vocabulary/organizations.ts';

/** API: no list of actions is published; these were seen. */
const KNOWN = [
  'organization.create',
  'organization.add_user',
  'project.create',
  'project.add_user',
  'product.create_cluster',
];

/** How far back the log is read for actions, in events of each organization. */
const MOST_READ = 300;

/** No further page is begun with less time than this. */
const PAGE_MS = 15_000;

/** `organization.add_user` is "Organization: Add User". */
const inWords = (action: string) =>
  action
    .split('.')
    .map((part) =>
      part.replace(/(^|_)([a-z])/g, (_, gap, letter) => `${gap ? ' ' : ''}${letter.toUpperCase()}`),
    )
    .join(': ');

export const auditActionDropdown = defineDropdown({
  key: 'audit_action',
  noun: 'Audit Action',
  label: 'Audit Actions',
  example: { id: 'project.create', label: 'Project: Create (project.create)' },
  list: async (run) => {
    const limits = {
      enough: MOST_READ,
      most: MOST_READ,
      hasTime: () => run.deadline.remainingMs() > PAGE_MS,
    };
    const { results } = await eachOrganization(
      run,
      run.input.organization_id,
      async (organization) => {
        const events = await readAuditLog(run.cloud, organization.id, {}, limits);
        return events.flatMap(({ action }) => action ?? []);
      },
    );
    return byLabel(
      [...new Set([...KNOWN, ...results])].map((id) => ({ id, label: labelOf(inWords(id), id) })),
    );
  },
});
