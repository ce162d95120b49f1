/**
 * Zapier's publishing checks and guidelines, as far as a definition alone lets one judge them. The
 * codes are those of Zapier's integration check reference; rules named by a word come from its build
 * guidelines. Zapier runs its own checks on the server when a version is pushed.
 */
import { connectionRules } from './connection.ts';
import { fieldRules } from './fields.ts';
import { hookRules } from './hooks.ts';
import { keyRules } from './keys.ts';
import { referenceRules } from './references.ts';
import type { Finding, Rule, RuleResult } from './rule.ts';
import { safetyRules } from './safety.ts';
import { sampleRules } from './samples.ts';
import { storyRules } from './stories/index.ts';
import { viewOf } from './view.ts';
import { wordRules } from './words.ts';

export type { Finding, Rule, RuleResult } from './rule.ts';

/** Zapier's codes first, in their order. */
export const RULES: readonly Rule[] = [
  ...connectionRules,
  ...wordRules,
  ...keyRules,
  ...referenceRules,
  ...fieldRules,
  ...sampleRules,
  ...storyRules,
  ...hookRules,
  ...safetyRules,
].sort((a, b) => (a.code < b.code ? -1 : 1));

/** Every rule with how many things it looked at, and what it found. */
export function checkRules(app: object): (Rule & RuleResult)[] {
  const view = viewOf(app);
  return RULES.map((rule) => ({ ...rule, ...rule.check(view) }));
}

/**
 * All findings; none if the definition is fit to be published.
 *
 * @param app an app as its source exports it, or as the handler's command `definition` gives it
 */
export function checkDefinition(app: object): Finding[] {
  return checkRules(app).flatMap(({ findings }) => findings);
}
