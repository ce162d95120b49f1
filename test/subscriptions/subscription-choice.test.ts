import type { Subscription } from '../../src/clients/cloud/subscriptions.ts';
import { hasEnded, needLiving, providerOf } from '../../src/subscriptions/subscription-choice.ts';
import {
  calledSubscription,
  providerName,
  stateOf,
  statesIn,
} from '../../src/subscriptions/subscription-record.ts';

const subscription = (of: Partial<Subscription>) =>
  ({
    id: 's-1',
    name: 'ours',
    state: 'Active',
    provider: 'Azure',
    subscription_provider: null,
    ...of,
  }) as Subscription;

test('the provider is named in either of two fields', () => {
  expect(providerOf(subscription({ subscription_provider: 'AWS' }))).toBe('azure');
  expect(providerOf(subscription({ provider: null, subscription_provider: 'AWS' }))).toBe('aws');
  expect(providerOf(subscription({ provider: null }))).toBe(null);
});

test.each([
  ['TERMINATING', true],
  ['terminated', true],
  ['Cancelled', true],
  ['expired', true],
  ['unsubscribed', true],
  ['deleted', true],
  ['ended', true],
  ['active', false],
  ['pending', false],
  ['not terminated', false],
  [null, false],
])('one that is %s has ended: %s', (state, ended) => {
  expect(hasEnded(subscription({ state }))).toBe(ended);
});

test.each([
  [
    { provider: 'aws' },
    'subscription “ours” comes from the AWS Marketplace, and only one from the Azure Marketplace can be assigned',
  ],
  [{ provider: 'Contract' }, 'comes from a contract, and'],
  [{ provider: 'ibm' }, 'comes from ibm, and'],
  [{ provider: null, name: null }, 'subscription “s-1” comes from an unknown provider, and'],
  [{ state: 'EXPIRED' }, 'subscription “ours” has ended (expired)'],
])('what cannot be assigned is refused: %j', (of, why) => {
  expect(() => needLiving(subscription(of), 'azure', 'assigned')).toThrow(why);
});

test('what can be assigned is not refused', () => {
  expect(() => needLiving(subscription({}), 'azure', 'assigned')).not.toThrow();
});

test('it is called by its name and where it is from, as far as these are known', () => {
  expect(calledSubscription(subscription({ provider: 'GCP' }))).toBe(
    'ours (Google Cloud Marketplace)',
  );
  expect(calledSubscription(subscription({ name: null, provider: 'IBM' }))).toBe('s-1 (IBM)');
  expect(calledSubscription(subscription({ provider: null }))).toBe('ours');
  expect(calledSubscription(subscription({ name: null, provider: null }))).toBe('s-1');
  expect(providerName(null)).toBe(null);
  expect(stateOf(subscription({ state: null }))).toBe(null);
});

test('states are words, however they are written', () => {
  expect(statesIn(['Active', 'past_due', 'PENDING'], 'State')).toEqual([
    'active',
    'past_due',
    'pending',
  ]);
  expect(() => statesIn(['active', '{{7}}'], 'Only These States')).toThrow(
    '“Only These States” cannot be “{{7}}”',
  );
});
