/** Each sample is one story of its own step: it contradicts neither itself nor another's. */
import { type Rule, rule, visibleSteps } from './rule.ts';
import type { Step } from './view.ts';

const has = (value: unknown) => value !== null && value !== undefined && value !== '';

function contradiction({ sample }: Step): string | false {
  const one = sample ?? {};
  const blocked = one.blocked_by ?? one.blockers;
  if (one.changed === true && has(blocked)) return 'is changed, and something blocked it';
  if (one.changed === true && one.preview === true) return 'is changed by a preview';
  if (one.changed === true && one.would_change === true && one.preview !== false) {
    return 'is changed, and would only be';
  }
  if (one.figures_agree === true && has(one.figures_remark)) {
    return 'has figures that agree, and a remark that they do not';
  }
  if (one.suspended === true && one.status === 'GREEN') return 'is suspended and well';
  return false;
}

/** An alert's key begins with the trigger that it comes from. */
function foreignKey({ key, sample }: Step): string | false {
  const alert = sample?.alert_key;
  if (typeof alert !== 'string' || alert.startsWith(`${key}:`)) return false;
  return `its alert key “${alert}” is that of another trigger`;
}

/** Steps of one thing may tell of the same one: a row that is found, made and changed. */
function borrowed({ where, noun, sample }: Step, steps: readonly Step[]): string | false {
  const summary = sample?.summary;
  if (typeof summary !== 'string') return false;
  const other = steps.find(
    (step) => step.where !== where && step.noun !== noun && step.sample?.summary === summary,
  );
  return other !== undefined && `has the summary of ${other.where}: “${summary}”`;
}

export const storyRules: Rule[] = [
  rule('sample-story', 'A sample does not contradict itself', visibleSteps, contradiction),
  rule('sample-alert-key', 'An alert key names its own trigger', visibleSteps, foreignKey),
  rule('sample-summary', 'Each sample tells its own story', visibleSteps, (step, view) =>
    borrowed(step, visibleSteps(view)),
  ),
];
