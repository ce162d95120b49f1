/** One thing has one id and one name in all samples. */
import { type Rule, rule, visibleSteps } from '../rule.ts';
import type { Step } from '../view.ts';
import { has, type Scene, scenesOf } from './scenes.ts';

type Named = { where: string; kind: string; id: string; name: string };

/** The pairs of id and name in a scene: `cluster_id` and `cluster_name`, or a step's own `id` and `name`. */
function pairsOf({ where, step, values }: Scene): Named[] {
  // What is renamed has two.
  if ('name_before' in values) return [];
  const own = step.noun.toLowerCase().replaceAll(' ', '_');
  const isWhole = where.endsWith(' sample');
  return Object.keys(values).flatMap((key) => {
    const kind = key === 'id' && isWhole ? own : /^(?:\w+_)?([a-z]+)_id$/.exec(key)?.[1];
    const nameKey = key === 'id' ? 'name' : key.replace(/id$/, 'name');
    const [id, name] = [values[key], values[nameKey]];
    // An id that is put together is the event's, not the thing's.
    const isOwn = !String(id).includes(':');
    if (kind === undefined || !has(id) || !has(name) || !isOwn) return [];
    return [{ where, kind, id: String(id), name: String(name) }];
  });
}

/** Nobody knows a thing by its id, or wants to look for it. */
function bareId({ kind, outputs }: Step): string | false {
  const keys = outputs.map(({ key }) => key);
  const bare = keys.filter((key) => {
    if (/(^|\])region$/.test(key)) return !keys.includes(`${key}_name`);
    const isThing = /(^|\]|_)(organization|project|cluster)_id$/.test(key);
    return isThing && !keys.includes(key.replace(/id$/, 'name'));
  });
  if (bare.length > 0) return `gives ${bare.join(', ')} without a name`;
  if (keys.includes('alert_key') && !keys.includes('severity')) return 'gives no severity';
  const isPlaced = keys.some((key) => /^(organization|project|cluster)_id$/.test(key));
  const isTold = kind !== 'search' && isPlaced && !keys.includes('console_url');
  return isTold && 'gives no console_url';
}

export const nameRules: Rule[] = [
  rule(
    'names-beside-ids',
    'Ids have names beside them, and people an address',
    visibleSteps,
    bareId,
  ),
  rule(
    'sample-names',
    'A thing has one id and one name in all samples',
    (view) => scenesOf(view).flatMap(pairsOf),
    ({ where, kind, id, name }, view) => {
      const all = scenesOf(view)
        .flatMap(pairsOf)
        .filter((one) => one.kind === kind);
      const other = all.find((one) => (one.id === id) !== (one.name === name));
      return (
        other !== undefined &&
        `the ${kind} ${name} is ${id}, and ${other.name} is ${other.id} in ${other.where} (${where})`
      );
    },
  ),
];
