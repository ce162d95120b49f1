import { wordsNotInTitleCase } from '../../../tools/publishing-checks/title-case.ts';

test.each([
  'New Cluster',
  'Add User to Organization',
  'Remove User From Organization',
  'Find Rows by Query',
  'Used at or Above (%)',
  'Amount Measured (% of the Limit)',
  'Result (Added or Nothing)',
  'Storage per Node (GiB)',
  'Type the Cluster’s Name to Confirm',
  'IP Allowlist: CIDR',
  'API Request (Advanced)',
  'Turned On',
  'vCPUs per Node',
])('%s is', (label) => {
  expect(wordsNotInTitleCase(label)).toEqual([]);
});

test.each([
  ['New cluster', ['cluster']],
  ['Add User To Organization', ['To']],
  ['new Cluster', ['new']],
  ['of Note', ['of']],
  ['Users: place', ['place']],
  ['Result (added or Nothing)', ['added']],
])('%s is not', (label, words) => {
  expect(wordsNotInTitleCase(label)).toEqual(words);
});
