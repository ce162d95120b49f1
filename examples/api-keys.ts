import type { Examples } from './example.ts';

export const apiKeys: Examples = {
  api_key_unused: {
    shows: 'The keys that CrateDB Cloud will delete before long.',
    input: { days: 75 },
    expect: { masked_key: 'crate_J12C…NLgk', days_unused: 80, days_left: 10, last_used_at: null },
  },
  find_api_key: {
    shows: 'When a key was last used.',
    input: { target_key: 'crate_zu0z…9xl8' },
    expect: { active: true, used_by_connection: false },
  },
  create_api_key: {
    shows: 'A new key with its secret, to be handed to a vault.',
    input: {},
    expect: { active: true, used_by_connection: false, last_used_at: null },
  },
  set_api_key_status: {
    shows: 'The old key after a rollover: deactivated first, so that it can still come back.',
    input: { target_key: 'crate_zu0z…9xl8', status: 'inactive' },
    expect: { changed: true, masked_key: 'crate_zu0z…9xl8', active: false },
  },
  delete_api_key: {
    shows: 'A deactivated key that nobody has missed.',
    input: { target_key: 'crate_n4w4…PqY0', confirm: true },
    expect: { changed: true, masked_key: 'crate_n4w4…PqY0', active: false },
  },
  api_key: {
    shows: 'The keys of the connection’s user but for the one in use, told apart by their dates.',
    input: {},
    expect: { label: 'crate_J12C…NLgk (created 2025-12-12, never used)' },
  },
};
