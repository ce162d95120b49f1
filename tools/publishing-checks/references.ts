/** What fields point at: dropdowns, searches, other fields. */
import { type Rule, rule } from './rule.ts';
import type { FieldAt, Step, View } from './view.ts';

const stepOf = (view: View, kind: Step['kind'], key: string | undefined) =>
  view.steps.find((step) => step.kind === kind && step.key === key);

const withDynamic = (view: View) => view.inputs.filter(({ field }) => field.dynamic !== undefined);
const withSearch = (view: View) => view.inputs.filter(({ field }) => field.search !== undefined);

function dropdownFault({ field }: FieldAt, view: View): string | false {
  const [key, id, label, ...rest] = (field.dynamic ?? '').split('.');
  const dropdown = stepOf(view, 'trigger', key);
  if (!dropdown) return `there is no trigger “${key}”`;
  if (!id || rest.length > 0) return `“${field.dynamic}” is not trigger.id.label`;
  const lacking = [id, label].filter((part) => part && !(part in (dropdown.sample ?? {})));
  return lacking.length > 0 && `the sample of “${key}” lacks ${lacking.join(', ')}`;
}

/** A search gives the id either in `id` or in an output of that name. */
function searchFault({ field }: FieldAt, view: View): string | false {
  const [key, id] = (field.search ?? '').split('.');
  const search = stepOf(view, 'search', key);
  if (!search) return `there is no search “${key}”`;
  return !(id && id in (search.sample ?? {})) && `the sample of “${key}” lacks ${id}`;
}

function unsearchable({ field }: FieldAt): string | false {
  const plain = ['string', 'integer', 'number'].includes(field.type ?? 'string');
  if (!plain || field.list || field.dict || field.children) return 'must be a plain text or number';
  return !field.dynamic && 'is paired with a dropdown too';
}

function idFault({ field }: FieldAt): string | false {
  if (/\bIDs?$/.test(field.label ?? '')) return `“${field.label}” asks for an id`;
  return /(^|_)ids?$/.test(field.key) && !field.dynamic && !field.choices && 'has no dropdown';
}

/** The hidden triggers that fields point at. */
function dropdowns(view: View): Step[] {
  const keys = new Set(withDynamic(view).map(({ field }) => field.dynamic?.split('.')[0]));
  return view.steps.filter(
    ({ kind, key, hidden }) => kind === 'trigger' && (hidden || keys.has(key)),
  );
}

function dependencyFault({ field, step }: FieldAt): string | false {
  const known = new Set(step?.fields.map(({ key }) => key));
  const lost = (field.dependsOn ?? []).filter((key) => !known.has(key));
  return lost.length > 0 && `depends on ${lost.join(', ')}, which the step does not have`;
}

/** Find or Create gives either one's result, so later steps may map any key of the search. */
function pairFault(pair: { search: string; create: string }, view: View): string | false {
  const search = stepOf(view, 'search', pair.search);
  const create = stepOf(view, 'create', pair.create);
  if (!search) return `there is no search “${pair.search}”`;
  if (!create) return `there is no create “${pair.create}”`;
  const lacking = Object.keys(search.sample ?? {}).filter((key) => !(key in (create.sample ?? {})));
  return lacking.length > 0 && `“${pair.create}” does not give ${lacking.join(', ')}`;
}

export const referenceRules: Rule[] = [
  rule('D004', 'Ids have dropdowns, and no field is labelled "ID"', (view) => view.inputs, idFault),
  rule('D005', 'Dropdowns name a trigger that gives id and label', withDynamic, dropdownFault),
  rule('D013', 'Search steps beside a field exist and give the id', withSearch, searchFault),
  rule('D014', 'A field with a search step is plain and has a dropdown', withSearch, unsearchable),
  rule(
    'dropdowns',
    'Triggers that fill dropdowns are hidden polling triggers that can page',
    dropdowns,
    ({ hidden, operation }) =>
      (!hidden && 'is not hidden') ||
      (operation.canPaginate !== true && 'has no canPaginate') ||
      ((operation.type ?? 'polling') !== 'polling' && 'does not poll'),
  ),
  rule(
    'depends-on',
    'Fields depend on fields of their own step',
    (view) => view.inputs.filter(({ field }) => field.dependsOn !== undefined),
    dependencyFault,
  ),
  rule(
    'find-or-create',
    'What is created has all that would have been found',
    (view) =>
      Object.entries(view.app.searchOrCreates ?? {}).map(([key, pair]) => ({
        ...pair,
        where: `searchOrCreates.${key}`,
        mapKey: key,
      })),
    (pair, view) =>
      (pair.key !== pair.search || pair.mapKey !== pair.search) && pair.key !== undefined
        ? 'its key must be the key of its search'
        : pairFault(pair, view),
  ),
];
