import type { Examples } from './example.ts';

export const users: Examples = {
  new_user: {
    shows: 'The members of an organization; Zapier triggers on those it has not seen.',
    input: { organization_id: 'Alpine Weather' },
    others: {
      'of a project': { organization_id: '', project_id: 'weather-europe' },
    },
    expect: { email: 'Ada.Lovelace@example.com', role_name: 'Organization Admin' },
  },
  find_user: {
    shows: 'Somebody who has not accepted the invitation yet.',
    input: { email: 'radia.perlman@example.com' },
    others: {
      'a member by name': { email: 'grace hopper', organization_id: '' },
    },
    expect: { status: 'invited', role: 'org_member', organization_name: 'Alpine Weather' },
  },
  find_users: {
    shows: 'The admins of an organization.',
    input: { organization_id: 'Alpine Weather', role: 'Organization Admin', with_projects: false },
    others: {
      'a part of a name, among all': {
        organization_id: '',
        role: '',
        name_or_email_contains: 'AR',
        with_projects: true,
        with_invited: true,
      },
    },
    expect: { count: 2, results: [{ name: 'Ada Lovelace' }, { name: 'Konrad Zuse' }] },
  },
  add_user_to_organization: {
    shows: 'An invitation for somebody who has no account yet.',
    input: {
      email: 'new.colleague@example.com',
      role: 'org_member',
      organization_id: 'Alpine Weather',
    },
    others: {
      'a member, as they are': { email: 'Grace Hopper', role: 'org_admin' },
      'a member who becomes an admin': {
        email: 'Grace Hopper',
        role: 'org_admin',
        if_member: 'change',
      },
      'an admin who becomes a member': {
        email: 'konrad.zuse@example.com',
        role: 'org_member',
        if_member: 'change',
      },
      'the key’s own user': {
        email: 'ada.lovelace@example.com',
        role: 'org_member',
        if_member: 'change',
      },
      'somebody with an account': { email: 'niklaus.wirth@example.com', role: 'org_admin' },
      'somebody who is invited': { email: 'radia.perlman@example.com' },
      'somebody who is invited with another role': {
        email: 'radia.perlman@example.com',
        role: 'org_admin',
        if_member: 'change',
      },
      'somebody whose invitation has expired': { email: 'alan.kay@example.com' },
      'a name that nobody has': { email: 'Grace' },
    },
    expect: { changed: true, result: 'invited', email: 'new.colleague@example.com' },
  },
  role: {
    shows: 'The roles there are, to choose from.',
    input: {},
    expect: { id: 'org_admin', label: 'Organization Admin' },
  },
  new_role_assignment: {
    shows: 'Who manages a project; Zapier triggers on the assignments it has not seen.',
    input: { organization_id: 'Alpine Weather', role: 'Project Admin' },
    others: {
      'in one project': { project_id: 'weather-europe', role: '' },
    },
    expect: { email: 'paul.baran@example.com', place: 'project', place_name: 'weather-europe' },
  },
  new_invitation: {
    shows: 'The open invitations of an organization; Zapier triggers on those it has not seen.',
    input: { organization_id: 'Alpine Weather' },
    expect: {
      email: 'Radia.Perlman@Example.com',
      role_name: 'Organization Member',
      expired: false,
    },
  },
  invitation_expired: {
    shows: 'An invitation that nobody accepted in time.',
    input: { days_before: 1 },
    others: {
      'long before': { days_before: 30 },
    },
    expect: { email: 'alan.kay@example.com', expired: true, days_left: -3 },
  },
  find_invitation: {
    shows: 'An open invitation, found whatever the case of the email.',
    input: { email: 'Barbara.Liskov@Example.com' },
    expect: { email: 'barbara.liskov@example.com', role: 'org_admin', expired: false },
  },
  find_invitations: {
    shows: 'The invitations of an organization that have expired.',
    input: { organization_id: 'Alpine Weather', status: 'expired' },
    others: {
      'those that end soon': { status: 'expiring', days_left: 2 },
      'a part of the email': { status: 'any', email_contains: 'LISKOV' },
    },
    expect: {
      count: 1,
      results: [{ email: 'alan.kay@example.com', expired: true, days_left: -3 }],
    },
  },
  find_role: {
    shows: 'A role by the name that the console shows.',
    input: { name: 'project admin' },
    others: {
      'by its ID': { name: 'org_admin' },
    },
    expect: { id: 'project_admin', place: 'project' },
  },
  remove_user_from_organization: {
    shows: 'A colleague who leaves.',
    input: {
      user_id: 'grace.hopper@example.com',
      confirm: 'grace.hopper@example.com',
      organization_id: 'Alpine Weather',
    },
    others: {
      'somebody who is invited': {
        user_id: 'alan.kay@example.com',
        confirm: 'alan.kay@example.com',
      },
      'from all organizations, though one is named': { remove_from: 'all' },
      'the key’s own user': {
        user_id: 'Ada Lovelace',
        confirm: 'ada.lovelace@example.com',
        remove_from: 'all',
        organization_id: '',
      },
      'somebody who is not there': {
        user_id: 'nobody@example.com',
        confirm: 'nobody@example.com',
      },
      'a name that nobody has': { user_id: 'Nobody', remove_from: 'all', organization_id: '' },
    },
    expect: {
      changed: true,
      result: 'removed',
      name: 'Grace Hopper',
      status: 'none',
      summary: 'Grace Hopper was removed from Alpine Weather.',
    },
  },
  add_user_to_project: {
    shows: 'A member of the organization who gets a role in one of its projects.',
    input: { user_id: 'Grace Hopper', project_id: 'research', role: 'project_member' },
    others: {
      'somebody in it, as they are': { user_id: 'Mary Jackson', role: 'project_admin' },
      'somebody in it, with another role': {
        user_id: 'Mary Jackson',
        role: 'project_admin',
        if_member: 'change',
      },
      'somebody who is invited': { user_id: 'radia.perlman@example.com' },
      'somebody of another organization': { user_id: 'niklaus.wirth@example.com' },
      'a name that nobody has': { user_id: 'Nobody' },
    },
    expect: { changed: true, result: 'added', project_name: 'research' },
  },
  remove_user_from_project: {
    shows: 'Somebody who no longer works on a project.',
    input: {
      user_id: 'Mary Jackson',
      project_id: 'research',
      confirm: 'mary.jackson@example.com',
    },
    others: {
      'somebody of the organization who is not in it': {
        user_id: 'Grace Hopper',
        confirm: 'grace.hopper@example.com',
      },
      'somebody who is not there': {
        user_id: 'nobody@example.com',
        confirm: 'nobody@example.com',
      },
      'a name that nobody has': { user_id: 'Nobody' },
    },
    expect: { changed: true, result: 'removed', organization_name: 'Alpine Weather' },
  },
  cancel_invitation: {
    shows: 'An invitation that was sent by mistake, canceled by its email.',
    input: { invitation_id: 'radia.perlman@example.com', confirm: 'radia.perlman@example.com' },
    others: {
      'one that has expired': {
        invitation_id: 'alan.kay@example.com',
        confirm: 'alan.kay@example.com',
      },
      'of nobody': { invitation_id: 'nobody@example.com', confirm: 'nobody@example.com' },
    },
    expect: { changed: true, result: 'canceled', organization_name: 'Alpine Weather' },
  },
  user: {
    shows: 'The people of an organization, to choose from.',
    input: { organization_id: 'Alpine Weather' },
    others: {
      'for a project': { organization_id: '', project_id: 'weather-europe' },
    },
    expect: { label: 'Ada Lovelace (Ada.Lovelace@example.com)' },
  },
  invitation: {
    shows: 'The open invitations, with when they expire.',
    input: { organization_id: 'Alpine Weather' },
    others: {
      'of all organizations': { organization_id: '' },
    },
    expect: {
      label: 'alan.kay@example.com (Organization Member, Alpine Weather, expired 2026-02-27)',
    },
  },
};
