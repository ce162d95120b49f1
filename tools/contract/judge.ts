/** Findings, less what is known to deviate, and what of the known was not met. */
import type { Finding } from './check.ts';
import type { Deviation } from './deviations.ts';

/** All findings of one kind as one line. */
export type Group = Omit<Finding, 'operation' | 'step'> & {
  times: number;
  operations: string[];
  steps: string[];
};

export type Judgement = {
  unexplained: Group[];
  explained: { deviation: Deviation; what: string; times: number }[];
  /** `what`s of deviations that nothing met. */
  unused: { deviation: Deviation; what: string }[];
};

export function judge(findings: readonly Finding[], known: readonly Deviation[]): Judgement {
  const entries = known.flatMap((deviation) =>
    deviation.what.map((what) => ({ deviation, what, times: 0 })),
  );
  const byKey = new Map(
    entries.map((entry) => [keyOf({ ...entry.deviation, what: entry.what }), entry]),
  );
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    const key = keyOf(finding);
    // An answer that any operation may give is listed once, as `* 401`.
    const anywhere = { ...finding, what: finding.what.replace(/^[A-Z]+ \S+ (?=\d+$)/, '* ') };
    const always = { ...finding, problem: finding.problem.replace(' on request', '') };
    const entry = byKey.get(key) ?? byKey.get(keyOf(anywhere)) ?? byKey.get(keyOf(always));
    if (entry && (entry.deviation.value ?? finding.value) === finding.value) {
      entry.times += 1;
      continue;
    }
    const { operation, step, ...rest } = finding;
    const group = groups.get(key) ?? { ...rest, times: 0, operations: [], steps: [] };
    group.times += 1;
    if (!group.operations.includes(operation)) group.operations.push(operation);
    if (step !== null && !group.steps.includes(step)) group.steps.push(step);
    groups.set(key, group);
  }
  return {
    unexplained: [...groups.values()],
    explained: entries.filter(({ times }) => times > 0),
    unused: entries.filter(({ times }) => times === 0),
  };
}

const keyOf = ({ side, problem, what }: Pick<Finding, 'side' | 'problem' | 'what'>) =>
  `${side}|${problem}|${what}`;
