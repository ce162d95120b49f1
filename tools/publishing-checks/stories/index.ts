/** Each sample is one story of its own step: it contradicts neither itself nor another's. */
import { type Rule, rule, visibleSteps } from '../rule.ts';
import type { Step } from '../view.ts';
import { figureRules } from './figures.ts';
import { nameRules } from './names.ts';
import { has, type Scene, scenesOf } from './scenes.ts';
import { summaryRules } from './summaries.ts';
import { timeRules } from './times.ts';

/** What cannot be true together: where the first is so, the second must say nothing. */
const NEVER_BOTH: [when: (values: Scene['values']) => boolean, empty: string[], says: string][] = [
  [(it) => it.changed === true, ['blocked_by', 'blockers'], 'is changed, and something blocked it'],
  [(it) => it.would_change === true, ['blocked_by'], 'would change, and something blocks it'],
  [(it) => it.figures_agree === true, ['remark', 'figures_remark'], 'agrees, with a remark'],
  [(it) => it.measured === true, ['reason', 'message'], 'is measured, with a reason why not'],
  [(it) => it.recorded === true, ['reason', 'message'], 'is recorded, with a reason why not'],
  [(it) => it.recognized === true, ['raw'], 'is recognized, with what was not'],
  [
    (it) => /^(done|written|changed|removed|overdue)$/i.test(String(it.outcome ?? it.state)),
    ['reason'],
    'is done, with a reason why not',
  ],
  [(it) => it.result === 'removed', ['reason'], 'is removed, with a reason why not'],
  [
    (it) => it.status === 'member',
    ['invitation_id', 'invitation_expires_at'],
    'is a member, and invited still',
  ],
  [
    (it) => it.status === 'invited' || it.result === 'invited',
    ['user_id'],
    'is invited, with an account',
  ],
  [(it) => it.operation_id === '', ['operation_type', 'operation_status'], 'has no operation'],
  [
    (it) => has(it.last_operation_type) && it.last_operation_status === 'SUCCEEDED',
    ['running_operation'],
    'has ended its last operation, and one runs',
  ],
];

function contradiction({ values }: Scene): string | false {
  for (const [when, empty, says] of NEVER_BOTH) {
    const [wrong] = when(values) ? empty.filter((key) => has(values[key])) : [];
    if (wrong !== undefined) return `${says}: ${wrong} is “${String(values[wrong])}”`;
  }
  if (values.changed === true && values.preview === true) return 'is changed by a preview';
  if (values.changed === true && values.would_change === false) return 'is changed, and would not';
  if (values.changed === false && has(values.operation_id)) return 'is not changed by an operation';
  if (values.suspended === true && values.status === 'GREEN') return 'is suspended and well';
  const { running_operation: running, operation_type: started } = values;
  if (values.changed === true && has(running) && has(started) && running !== started) {
    return `started ${String(started)}, and ${String(running)} runs`;
  }
  return false;
}

/** An alert's key begins with the trigger that it comes from, and names what it is about. */
function foreignKey({ key, sample }: Step): string | false {
  const alert = sample?.alert_key;
  if (typeof alert !== 'string') return false;
  if (!alert.startsWith(`${key}:`)) return `its alert key “${alert}” is that of another trigger`;
  const [about] = alert.slice(key.length + 1).split(':');
  const others = Object.entries(sample ?? {}).filter(([name]) => name !== 'alert_key');
  const known = others.some(([name, value]) => name !== 'id' && value === about);
  return !known && `its alert key is about “${about}”, which is not in the sample`;
}

export const storyRules: Rule[] = [
  rule('sample-story', 'A sample does not contradict itself', scenesOf, contradiction),
  rule('sample-alert-key', 'An alert key names its own trigger', visibleSteps, foreignKey),
  ...summaryRules,
  ...figureRules,
  ...timeRules,
  ...nameRules,
];
