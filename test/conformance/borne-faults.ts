/**
 * Which step may answer although a route behind its first one fails, and why. Whatever is not listed here
 * has to be told as an error: a step that passes over a failure goes blind without a word.
 */
import type { Fault } from './fault-table.ts';

/**
 * withheld: the key may not see it, or it is not there.
 * missing: it is not there.
 * passing: every failure but being asked too often, which Zapier repeats by itself.
 * any: every failure.
 */
type Extent = 'withheld' | 'missing' | 'passing' | 'any';

type Borne = {
  /** Keys of steps; left out: all steps. */
  steps?: readonly string[];
  route: RegExp;
  extent: Extent;
  /** An error would be worse than the gap, so there has to be an answer. */
  always?: true;
  why: string;
};

/** A cluster that is asked too often says nothing of the others, nor of the API. */
const SQL = /^POST \/sql\/.*\/_sql$/;

const BORNE: readonly Borne[] = [
  {
    steps: [
      'backup_overdue',
      'find_overdue_backups',
      'cluster_operation_finished',
      'find_cluster_operations',
    ],
    route: /^GET \/api\/v2\/clusters\/\*\/(snapshots|operations)\/$/,
    extent: 'passing',
    why: 'One cluster that cannot be asked hides none of the others; an error only when none answers.',
  },
  {
    steps: ['storage_running_low', 'cluster_usage_over_limit'],
    route: /^GET \/api\/v2\/clusters\/\*\/operations\/$/,
    extent: 'passing',
    always: true,
    why: 'The alert is known without it; only whether a remedy failed since it was told is not.',
  },
  {
    steps: ['upgrade_cluster', 'restart_cluster_node'],
    route: /^GET \/api\/v2\/clusters\/\*\/jwt\/$/,
    extent: 'passing',
    why: 'Where the database cannot be asked for its health, what CrateDB Cloud says of it has to do.',
  },
  {
    steps: ['upgrade_cluster', 'restart_cluster_node'],
    route: SQL,
    extent: 'any',
    why: 'Where the database cannot be asked for its health, what CrateDB Cloud says of it has to do.',
  },
  {
    steps: ['find_cluster_usages', 'create_cluster_report'],
    route: /^GET \/api\/v2\/clusters\/\*\/jwt\/$/,
    extent: 'passing',
    always: true,
    why: 'A cluster that cannot be measured is a line with the reason.',
  },
  {
    steps: ['find_cluster_usages', 'create_cluster_report'],
    route: SQL,
    extent: 'any',
    always: true,
    why: 'A cluster that cannot be measured is a line with the reason.',
  },
  {
    steps: ['create_cluster_report'],
    route:
      /^GET \/api\/v2\/(clusters\/\*\/(operations|snapshots)\/|organizations\/\*\/(auditlogs|consumption\/current-month|subscriptions)\/|stripe\/subscriptions\/\*\/invoices\/|users\/me\/api-keys\/)$/,
    extent: 'passing',
    why: 'A report says what it left out, by name; one page with a gap is more use than none.',
  },
  {
    route: /^GET \/api\/v2\/(organizations|projects|regions)\/$/,
    extent: 'withheld',
    why: 'Names beside ids: who may not list them gets the ids, and everything else.',
  },
  {
    route: /^GET \/api\/v2\/(products\/clusters\/price|organizations\/\*\/remaining-budget\/)$/,
    extent: 'passing',
    why: 'A price is told beside the answer where it is known.',
  },
  {
    steps: [
      'change_cluster_plan',
      'create_cluster',
      'delete_cluster',
      'expand_cluster_storage',
      'resume_cluster',
      'scale_cluster',
      'suspend_cluster',
    ],
    route: /^GET \/api\/v2\/(products\/clusters\/price|organizations\/\*\/remaining-budget\/)$/,
    extent: 'any',
    always: true,
    why: 'A change that was made is never told as failed because its price cannot be read.',
  },
  {
    steps: ['plan', 'product'],
    route: /^GET \/api\/v2\/products\/clusters\/price$/,
    extent: 'any',
    why: 'A plan can be chosen without its price beside it.',
  },
  {
    steps: ['expand_cluster_storage', 'scale_cluster'],
    route: /^GET \/api\/v2\/products\/$/,
    extent: 'passing',
    why: 'The limit of a plan only makes the refusal kinder: the API refuses what is beyond it.',
  },
  {
    steps: ['find_current_spending', 'spending_over_limit'],
    route: /^GET \/api\/v2\/products\/$/,
    extent: 'passing',
    why: 'Figures are held against the price list where it is known.',
  },
  {
    steps: ['find_current_spending'],
    route: /^GET \/api\/v2\/organizations\/\*\/credits\/$/,
    extent: 'withheld',
    why: 'Credits are shown to admins only; the remark says so.',
  },
  {
    steps: ['find_current_spending', 'spending_over_limit'],
    route: /^GET \/api\/v2\/organizations\/\*\/clusters\/$/,
    extent: 'passing',
    why: 'Which clusters are on a plan is told beside what the plan costs.',
  },
  {
    steps: ['backup_overdue', 'cluster_operation_finished'],
    route: /^GET \/api\/v2\/clusters\/\*\/(operations|snapshots)\/$/,
    extent: 'withheld',
    why: 'Among many clusters, one that another organization withholds does not hide the others.',
  },
  {
    steps: ['cluster_operation_running_long'],
    route: /^GET \/api\/v2\/clusters\/\*\/operations\/$/,
    extent: 'passing',
    always: true,
    why: 'The alert is known without it; only the server’s words about it are missing.',
  },
  {
    steps: ['restore_backup'],
    route: /^GET \/api\/v2\/clusters\/\*\/jwt\/$/,
    extent: 'passing',
    always: true,
    why: 'Which tables are there is only asked to refuse earlier: the API refuses as well.',
  },
  {
    steps: ['restore_backup'],
    route: SQL,
    extent: 'any',
    always: true,
    why: 'Which tables are there is only asked to refuse earlier: the API refuses as well.',
  },
  {
    steps: ['create_cluster'],
    route: /^HEAD \/api\/v2\/clusters\/name\//,
    extent: 'missing',
    why: 'The API: 404 says that the name is free.',
  },
  {
    steps: ['find_user'],
    route: /^GET \/api\/v2\/organizations\/\*\/invitations\/$/,
    extent: 'withheld',
    why: 'A member may see the members and not the invitations.',
  },
  {
    steps: [
      'find_audit_events',
      'new_audit_event',
      'new_role_assignment',
      'remove_user_from_project',
    ],
    route: /^GET \/api\/v2\/(organizations|projects)\/\*\/users\/$/,
    extent: 'withheld',
    why: 'Another organization or project withholds its people; the others are told.',
  },
  {
    steps: ['find_subscription'],
    route: /^GET \/api\/v2\/clusters\/$/,
    extent: 'withheld',
    why: 'The clusters that it pays for are told beside it.',
  },
];

/** The reply to HEAD has no body with which anything could be wrong. */
const OF_BODIES = ['half a reply', 'a blank reply', 'null', 'a no with 200'];

function isWithin(extent: Extent, { name, verdict, onOneRoute }: Fault): boolean {
  const isMissing = verdict === 'not found' || OF_BODIES.includes(name);
  switch (extent) {
    case 'missing':
      return isMissing;
    case 'withheld':
      return verdict === 'not found' || onOneRoute === 'refused' || name === '403';
    case 'passing':
      return verdict !== 'throttled';
    case 'any':
      return true;
  }
}

function bearing(key: string, route: string, fault: Fault): Borne[] {
  return BORNE.filter(
    ({ steps, route: where, extent }) =>
      (steps?.includes(key) ?? true) && where.test(route) && isWithin(extent, fault),
  );
}

/** Whether a step may give an answer although the route fails so. */
export function isBorne(key: string, route: string, fault: Fault): boolean {
  return bearing(key, route, fault).length > 0;
}

/** Whether it has to. */
export function mustBeBorne(key: string, route: string, fault: Fault): boolean {
  return bearing(key, route, fault).some(({ always }) => always);
}

/** The table holds nothing that is not so any more: each key is one of a step. */
export const stepsThatBear = [...new Set(BORNE.flatMap(({ steps = [] }) => steps))];
