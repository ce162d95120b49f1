import type { View } from './view.ts';

export type Finding = { rule: string; where: string; message: string };

export type RuleResult = { checked: number; findings: Finding[] };

/**
 * One rule. `code` is Zapier's own (D005), or a word for what Zapier's guidelines ask without a code.
 */
export type Rule = { code: string; says: string; check(view: View): RuleResult };

/** What a rule looks at: one thing, and where it stands. */
type Place = { where: string };

/**
 * A rule that looks at many things one by one. `wrongWith` says what is wrong with one of them, or
 * nothing.
 */
export function rule<Thing extends Place>(
  code: string,
  says: string,
  things: (view: View) => Thing[],
  wrongWith: (thing: Thing, view: View) => string | false | undefined,
): Rule {
  return {
    code,
    says,
    check(view) {
      const looked = things(view);
      return {
        checked: looked.length,
        findings: looked.flatMap((thing) => {
          const message = wrongWith(thing, view);
          return message ? [{ rule: code, where: thing.where, message }] : [];
        }),
      };
    },
  };
}

/** The definition as a whole, for rules that look at one place only. */
export const whole = (view: View) => [{ where: 'app', app: view.app }];

export const visibleSteps = (view: View) => view.steps.filter((step) => !step.hidden);
