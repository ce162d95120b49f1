import type { Examples } from './example.ts';

export const organizations: Examples = {
  organization: {
    shows: 'The organizations of the key’s user, with the user’s role in each.',
    input: {},
    expect: { label: 'Alpine Weather (Organization Admin)' },
  },
  project: {
    shows: 'The projects of an organization, with their regions.',
    input: { organization_id: 'Beacon Logistics' },
    others: {
      'of all organizations': { organization_id: '' },
    },
    expect: { label: 'tracking (eks1.eu-west-1.aws)' },
  },
  region: {
    shows: 'The regions that new projects can go to, with their status.',
    input: {},
    others: {
      'of one organization': { organization_id: 'Beacon Logistics' },
    },
    expect: { id: 'aks1.eastus2.azure', label: 'East US 2 (Azure) (aks1.eastus2.azure)' },
  },
  audit_action: {
    shows: 'The actions seen in the audit logs, to choose from.',
    input: {},
    others: {
      'of one organization': { organization_id: 'Alpine Weather' },
    },
    expect: { id: 'cluster.backup_schedule_check' },
  },
  new_organization: {
    shows: 'The organizations of the key’s user, the newest first.',
    input: {},
    expect: { name: 'Beacon Logistics', own_role: 'org_member' },
  },
  new_project: {
    shows: 'A project that was just made.',
    prepare: async (cloud) => {
      const { organizations } = await cloud.seed();
      await cloud.put('project', { name: 'avalanche', organization_id: organizations.alpine });
    },
    input: { organization_id: 'Alpine Weather' },
    expect: { name: 'avalanche', organization_name: 'Alpine Weather' },
  },
  new_audit_event: {
    shows: 'Somebody was removed from an organization.',
    prepare: async (cloud) => {
      const { organizations, users } = await cloud.seed();
      await cloud.put('audit_event', {
        organization_id: organizations.alpine,
        action: 'organization.remove_user',
        actor: { id: users.konrad, email: 'KONRAD.ZUSE@EXAMPLE.COM', name: 'Konrad Zuse' },
        context: { user_id: users.grace },
      });
    },
    input: { organization_id: 'Alpine Weather', actions: ['organization.remove_user'] },
    others: {
      'of the service itself': { actions: [], actor: 'CrateDB Cloud' },
      'of one user': { organization_id: '', actions: [], actor: 'konrad zuse' },
    },
    expect: {
      action: 'organization.remove_user',
      actor_name: 'Konrad Zuse',
      user_email: 'grace.hopper@example.com',
      context: [{ key: 'user_id' }],
      summary: 'Konrad Zuse did organization.remove_user (Grace Hopper) in Alpine Weather.',
    },
  },
  find_audit_events: {
    shows: 'Who was removed from an organization in the last 30 days, and by whom.',
    prepare: async (cloud) => {
      const { organizations, users } = await cloud.seed();
      await cloud.put('audit_event', {
        organization_id: organizations.alpine,
        action: 'organization.remove_user',
        actor: { id: users.konrad, email: 'KONRAD.ZUSE@EXAMPLE.COM', name: 'Konrad Zuse' },
        context: { user_id: users.grace },
      });
    },
    input: {
      organization_id: 'Alpine Weather',
      actions: 'organization.remove_user',
      days_back: 30,
    },
    others: {
      'several actions of all organizations': {
        organization_id: '',
        actions: ['Project: Create (project.create)', 'organization.remove_user'],
        days_back: 365,
      },
      'by who did it': { actions: [], actor: 'KONRAD.ZUSE@example.com' },
    },
    expect: {
      count: 1,
      results: [{ action: 'organization.remove_user', user_name: 'Grace Hopper' }],
      summary:
        '1 event, the latest: Konrad Zuse did organization.remove_user (Grace Hopper) in Alpine Weather.',
    },
  },
  region_unavailable: {
    shows: 'A region that went down, with the projects there.',
    prepare: (cloud) => cloud.put('region', { name: 'eks1.eu-west-1.aws', status: 'DOWN' }),
    input: {},
    others: {
      'a region that nobody uses': { region: 'edge-summit-station', only_used: false },
      'those of one organization': { organization_id: 'Beacon Logistics' },
    },
    expect: { region_name: 'EU West 1 (AWS)', status: 'DOWN', project_names: 'research, tracking' },
  },
  find_organization: {
    shows: 'An organization by its name, whatever the case.',
    input: { name: 'alpine weather' },
    expect: { name: 'Alpine Weather', own_role: 'org_admin' },
  },
  find_project: {
    shows: 'A project, with its region and organization.',
    input: { name: 'weather-europe' },
    others: {
      'of one organization': { name: 'tracking', organization_id: 'Beacon Logistics' },
      'of another organization': { name: 'tracking', organization_id: 'Alpine Weather' },
    },
    expect: { region: 'aks1.westeurope.azure', organization_name: 'Alpine Weather' },
  },
  find_region: {
    shows: 'A region by the name that the console shows.',
    input: { name: 'West Europe (Azure)' },
    others: {
      'by its ID': { name: 'eks1.eu-west-1.aws', organization_id: 'Alpine Weather' },
    },
    expect: { id: 'aks1.westeurope.azure', status: 'UP' },
  },
  create_organization: {
    shows: 'A new organization, for a user who is in one only.',
    prepare: async (cloud) => {
      const { organizations, users } = await cloud.seed();
      const role = { organization_id: organizations.alpine, role_fqn: 'org_admin' };
      await cloud.put('user', { uid: users.ada, organization_roles: [role] });
    },
    input: { name: 'Dune Research' },
    expect: { changed: true, name: 'Dune Research', own_role: 'org_admin' },
  },
  update_organization: {
    shows: 'Notifications are sent to another address.',
    input: { organization_id: 'Alpine Weather', notification_email: 'alerts@alpine.example' },
    others: {
      'all of it': {
        new_name: 'Alpine Climate',
        notification_email: 'alerts@alpine.example',
        notifications: 'off',
      },
      'as it is': { new_name: 'Alpine Weather', notification_email: '' },
      'one of which the user is no admin': { organization_id: 'Beacon Logistics' },
    },
    expect: { changed: true, notification_email: 'alerts@alpine.example' },
  },
  create_project: {
    shows: 'A project in a region that is chosen by name.',
    input: { name: 'glaciers', region: 'EU West 1 (AWS)', organization_id: 'Alpine Weather' },
    others: {
      'one that is there': { name: 'Research' },
      'one that is elsewhere': { name: 'weather-europe' },
      'where nothing new may be': { region: 'aks1.eastus.azure' },
    },
    expect: { changed: true, name: 'glaciers', region: 'eks1.eu-west-1.aws' },
  },
  rename_project: {
    shows: 'A project that gets another name.',
    input: { project_id: 'next-season', new_name: 'winter-2027' },
    others: {
      'to the name that it has': { new_name: 'next-season' },
      'to a name that another has': { project_id: 'research', new_name: 'tracking' },
    },
    expect: { changed: true, name_before: 'next-season', name: 'winter-2027' },
  },
  delete_project: {
    shows: 'A project without clusters, deleted by its name typed again.',
    input: { project_id: 'next-season', confirm: 'next-season' },
    others: {
      'one that holds clusters': { project_id: 'weather-europe', confirm: 'weather-europe' },
    },
    expect: { changed: true, name: 'next-season' },
  },
};
