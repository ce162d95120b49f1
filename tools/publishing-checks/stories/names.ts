/** One thing has one id and one name in all samples. */
import { type Rule, rule } from '../rule.ts';
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

export const nameRules: Rule[] = [
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
