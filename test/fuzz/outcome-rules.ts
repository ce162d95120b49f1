/** What must hold of a step's outcome, whatever it was told. */
import type { Item } from '../../sandbox/zapier/index.ts';
import { checkMaybeDone, checkSentence, hold, type Outcome } from '../conformance/outcome.ts';
import { keyOf, outputsOf, type Step } from '../conformance/steps.ts';
import type { Played } from './run-record.ts';

/** Zapier's own rule, and what a reader of ISO 8601 can read. */
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** How often a create may ask for its change: the first time, and after each of two lost replies. */
const ATTEMPTS = 3;

/** Many rows of which some fail are sent again in parts, to learn the reasons. */
const MOST_STATEMENTS = 125;

/** Steps whose one run changes as many things as a list has. */
const OF_MANY = ['suspend_clusters', 'resume_clusters', 'remove_user_from_organization'];

/** @throws Error with what does not hold */
export function checkOutcome(
  step: Step,
  { items, error }: Outcome,
  played: Played,
  normal: { requests: number; changes: number },
): void {
  if (error) {
    checkSentence(error);
    hold(error.kind !== 'expired_auth' || played.keyRefused, 'calls a good key wrong');
    if (step.type === 'create' && step.replay === 'unsafe' && played.changes > 0) {
      checkMaybeDone(step, error);
    }
  } else {
    checkItems(step, items);
  }
  hold(played.leaks.length === 0, `sends the API key to ${played.leaks[0]}`);
  const most = 50 + ATTEMPTS * normal.requests + 4 * played.longest;
  hold(played.requests.length <= most, `sends ${played.requests.length} requests`);
  const asked = played.requests.filter((one) => !/^(GET|HEAD) |_sql$/.test(one));
  if (step.type === 'create') {
    // Who changes all that are listed changes as many as there are, but none of them more often.
    const things = OF_MANY.includes(keyOf(step)) ? new Set(asked).size : 1;
    const allowed = ATTEMPTS * Math.max(things, normal.changes);
    hold(asked.length <= allowed, `asks for ${asked.length} changes`);
    const most = Math.max(0, ...asked.map((one) => asked.filter((other) => other === one).length));
    hold(most <= ATTEMPTS, `asks for the same change ${most} times`);
    hold(played.statements <= MOST_STATEMENTS, `sends ${played.statements} statements that change`);
  } else {
    hold(asked.length + played.statements === 0, 'changes something');
  }
}

/** Zapier takes no more. */
const MOST_BYTES = 6_000_000;

function checkItems(step: Step, items: readonly Item[]): void {
  hold(Array.isArray(items), 'gives no list');
  const bytes = Buffer.byteLength(JSON.stringify(items));
  hold(bytes <= MOST_BYTES, `gives ${bytes} bytes`);
  for (const item of items) {
    hold(typeof item === 'object' && item !== null && !Array.isArray(item), 'gives no object');
    checkRecord(step, item);
  }
  const identity = identityOf(step);
  const hasId = (item: Item) => isFilled(item[identity]);
  if (outputsOf(step).some(({ key }) => key === identity)) {
    hold(items.every(hasId), `has an ${identity} that is no text`);
  }
  if (step.type === 'create' || step.type === 'search') return;
  hold(items.every(hasId), `has an ${identity} that is no text`);
  const ids = items.map((item) => item[identity]);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  hold(new Set(ids).size === ids.length, `gives an id twice: ${String(twice).slice(0, 80)}`);
}

const isFilled = (value: unknown) => typeof value === 'string' && value !== '';

/** What Zapier tells items apart by: the output that is marked primary, or else `id`. */
function identityOf(step: Step): string {
  const outputs: { key: string; primary?: boolean }[] = outputsOf(step);
  return outputs.find(({ primary }) => primary)?.key ?? 'id';
}

type Fields = { type: Map<string, string>; lists: Map<string, Map<string, string>> };

function fieldsOf(step: Step): Fields | null {
  const outputs: unknown[] = outputsOf(step);
  // Fields that a function makes are not known beforehand.
  if (outputs.some((output) => typeof output !== 'object')) return null;
  const fields: Fields = { type: new Map(), lists: new Map() };
  for (const { key, type } of outputsOf(step)) {
    const [list = '', inner] = key.split('[]');
    if (inner === undefined) fields.type.set(key, type);
    else fields.lists.set(list, (fields.lists.get(list) ?? new Map()).set(inner, type));
  }
  return fields;
}

function checkRecord(step: Step, item: Item): void {
  const fields = fieldsOf(step);
  if (!fields) return;
  sameKeys([...fields.type.keys(), ...fields.lists.keys()], item);
  for (const [key, type] of fields.type) checkValue(key, type, item[key]);
  for (const [key, inner] of fields.lists) {
    const lines = item[key];
    hold(Array.isArray(lines), `${key} is no list but ${shown(lines)}`);
    for (const line of lines as Item[]) {
      hold(typeof line === 'object' && line !== null, `${key} holds ${shown(line)}`);
      sameKeys([...inner.keys()], line);
      for (const [name, type] of inner) checkValue(`${key}[].${name}`, type, line[name]);
    }
  }
}

function sameKeys(expected: string[], item: Item): void {
  const [wanted, given] = [expected.sort(), Object.keys(item).sort()];
  hold(
    wanted.join() === given.join(),
    `has keys ${given.filter((key) => !wanted.includes(key))}, lacks ${wanted.filter((key) => !given.includes(key))}`,
  );
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  datetime: (value) => typeof value === 'string' && ISO.test(value),
  file: (value) => typeof value === 'string',
};

function checkValue(key: string, type: string, value: unknown): void {
  const fits = TYPES[type];
  hold(fits !== undefined, `${key} has the type ${type}, which is not checked`);
  hold(value === null || fits(value), `${key} is no ${type} but ${shown(value)}`);
}

const shown = (value: unknown) => JSON.stringify(value)?.slice(0, 80);
