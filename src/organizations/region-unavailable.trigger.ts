import { listProjects } from '../clients/cloud/projects.ts';
import { listRegions, type Region } from '../clients/cloud/regions.ts';
import type { InputOf } from '../kit/fields/read.ts';
import { identity, periodOf } from '../kit/identity.ts';
import { integer, text, time } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';
import { defineTrigger } from '../kit/trigger.ts';
import { repeatField, type Severity, severityField } from '../vocabulary/alerts.ts';
import { chosenOrganization, organizationField } from '../vocabulary/organizations.ts';
import { chosenRegion, regionField } from '../vocabulary/regions.ts';
import { summaryField } from '../vocabulary/summary.ts';
import { regionRecord, toRegionRecord } from './region-record.ts';

const STATUSES = { DOWN: 'Down', UNKNOWN: 'Unknown' } as const;

const inputFields = [
  {
    ...regionField,
    helpText: 'Leave blank for all regions.',
  },
  organizationField,
  {
    key: 'only_used',
    label: 'Only Regions With Projects',
    type: 'boolean',
    default: 'true',
    helpText:
      'No: triggers for all regions except deprecated ones, even those without your projects.',
  },
  {
    key: 'statuses',
    label: 'Statuses',
    list: true,
    choices: STATUSES,
    helpText: 'Leave blank for both. Unknown means that the region has not reported for a while.',
  },
  repeatField,
] as const;

type Input = InputOf<typeof inputFields>;

export const regionUnavailable = defineTrigger({
  kind: 'alert',
  key: 'region_unavailable',
  noun: 'Region Alert',
  label: 'Region Unavailable',
  description:
    'Triggers when a region with your projects is down or unknown; once per status and day or hour.',
  inputFields,
  record: {
    id: text('Alert ID', 'aks1.westeurope.azure:DOWN:2026-03-02'),
    alert_key: text('Alert Key', 'region_unavailable:aks1.westeurope.azure'),
    summary: summaryField('Region West Europe (Azure) is down; projects there: weather.'),
    severity: severityField('error'),
    ...regionRecord,
    status: text('Status', 'DOWN'),
    project_count: integer('Number of Projects There', 1),
    project_names: text('Projects There', 'weather'),
    noticed_at: time('Noticed At', '2026-03-02T09:00:00.000Z'),
  },
  perform: async (run) => {
    const watched = await watchedRegions(run);
    const at = run.now();
    return watched
      .filter(({ region }) => run.isSample || isAway(region, run.input.statuses))
      .sort((a, b) => urgency(b.region) - urgency(a.region))
      .map(({ region, projects }) => ({
        id: identity(region.name, region.status, periodOf(at, run.input.repeat)),
        alert_key: identity('region_unavailable', region.name),
        summary: summaryOf(region, projects),
        severity: (region.status?.toUpperCase() === 'DOWN'
          ? 'error'
          : 'warning') satisfies Severity,
        ...toRegionRecord(region),
        project_count: projects.length,
        project_names: projects.length ? projects.join(', ') : null,
        noticed_at: at.toISOString(),
      }));
  },
});

/** What is away, and which projects are there. */
function summaryOf({ description, name, status }: Region, projects: readonly string[]): string {
  const is = status?.toLowerCase() ?? 'of no known status';
  const there = projects.length > 0 ? `; projects there: ${projects.join(', ')}` : '';
  return `Region ${description ?? name} is ${is}${there}.`;
}

/** The regions to look at, each with the names of the projects in it. */
async function watchedRegions(run: Run<Input>) {
  const { region: chosen, organization_id: chosenOwner, only_used: onlyUsed } = run.input;
  const organization = await chosenOrganization(run, chosenOwner);
  const [regions, projects] = await Promise.all([
    chosen === undefined
      ? listRegions(run.cloud, { organizationId: organization?.id })
      : [await chosenRegion(run, chosen, organization?.id)],
    listProjects(run.cloud),
  ]);
  return regions
    .map((region) => ({
      region,
      projects: projects
        .filter((project) => project.region === region.name)
        .filter((project) => !organization || project.organization_id === organization.id)
        .map(({ name, id }) => name ?? id),
    }))
    .filter(({ region, projects: there }) => {
      if (chosen !== undefined || there.length > 0) return true;
      return !onlyUsed && region.deprecated !== true;
    });
}

function isAway({ status }: Region, wanted: readonly string[]): boolean {
  const known = status?.toUpperCase() ?? '';
  return known in STATUSES && (wanted.length === 0 || wanted.includes(known));
}

function urgency({ status }: Region): number {
  return ['UNKNOWN', 'DOWN'].indexOf(status?.toUpperCase() ?? '');
}
