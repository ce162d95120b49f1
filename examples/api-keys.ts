import type { Examples } from './example.ts';

export const apiKeys: Examples = {
  api_key_unused: {
    shows: 'The keys that CrateDB Cloud will delete before long.',
    input: { days_unused: 75 },
    others: {
      'all that were ever left': { days_unused: 10 },
    },
    expect: { masked_key: 'crate_J12C…NLgk', days_unused: 80, days_left: 10, last_used_at: null },
  },
  new_api_key: {
    shows: 'A key that was just made in the console.',
    prepare: async (cloud) => {
      const { users } = await cloud.seed();
      const key = 'crate_NEWKEYEXAMPLE0000000000000000000000000000wxyz';
      const created = await cloud.now();
      await cloud.put('api_key', { key, user_id: users.ada, dc: { created, modified: created } });
    },
    input: {},
    expect: { key_id: 'crate_NEWK…wxyz', last_four: 'wxyz', active: true, age_days: 0 },
  },
  find_api_keys: {
    shows: 'Active keys that were not used for 79 days, the oldest first.',
    input: { status: 'active', min_days_unused: 79 },
    others: {
      'by age': { status: 'any', min_age_days: 81, min_days_unused: 0 },
      'all of them': { status: 'any', min_days_unused: '' },
    },
    expect: { results: [{ masked_key: 'crate_J12C…NLgk', last_four: 'NLgk', age_days: 80 }] },
  },
  find_api_key: {
    shows: 'When a key was last used.',
    input: { key_id: 'crate_zu0z…9xl8' },
    others: {
      'one that there is not': { key_id: 'crate_zu0z…9999' },
    },
    expect: { active: true, used_by_connection: false },
  },
  create_api_key: {
    shows: 'A new key with its secret, to be handed to a vault.',
    input: {},
    expect: { active: true, used_by_connection: false, last_used_at: null },
  },
  set_api_key_status: {
    shows: 'The old key after a rollover: deactivated first, so that it can still come back.',
    input: { key_id: 'crate_zu0z…9xl8', status: 'inactive' },
    others: {
      'one that comes back': { key_id: 'crate_n4w4…PqY0', status: 'active' },
      'one that is so already': { status: 'active' },
    },
    expect: { changed: true, masked_key: 'crate_zu0z…9xl8', active: false },
  },
  delete_api_key: {
    shows: 'A deactivated key that nobody has missed.',
    input: { key_id: 'crate_n4w4…PqY0', confirm: 'PqY0' },
    others: {
      'one that is in use': { key_id: 'crate_J12C…NLgk', confirm: 'NLgk' },
    },
    expect: { changed: true, masked_key: 'crate_n4w4…PqY0', active: false },
  },
  api_key: {
    shows: 'The keys of the connection’s user except the one in use, with their dates.',
    input: {},
    expect: { label: 'crate_J12C…NLgk (created 2025-12-12, never used)' },
  },
};
