/** Triggers that the other side calls. There are none now; these rules see to it that one is whole. */
import { type Rule, rule } from './rule.ts';
import type { View } from './view.ts';

const hooks = (view: View) => view.steps.filter(({ operation }) => operation.type === 'hook');

export const hookRules: Rule[] = [
  rule(
    'D006',
    'A hook can list what it would have been sent',
    hooks,
    ({ operation }) => !operation.performList && 'has no performList',
  ),
  rule(
    'D017',
    'A hook subscribes and unsubscribes',
    hooks,
    ({ operation }) =>
      !(operation.performSubscribe && operation.performUnsubscribe) && 'is a static hook',
  ),
];
