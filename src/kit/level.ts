/**
 * How much the steps of a connection may do. It guards against mistakes, of people and of agents: the key
 * itself keeps the rights of its user's role.
 */
import { refuse } from './errors.ts';
import { isSameText, trimmed } from './text.ts';

export type Level = 'watch' | 'change' | 'everything';

/** In the order of what they allow, each what is before it too. */
export const LEVELS: Readonly<Record<Level, string>> = {
  watch: 'Watch',
  change: 'Watch and Change',
  everything: 'Everything',
};

const ORDER: readonly Level[] = ['watch', 'change', 'everything'];

/** What a connection may do in which nothing is chosen. */
const USUAL: Level = 'change';

/** What a step needs, always or by what is asked of it. */
export type LevelRule<Input> = Level | ((input: Input) => Level);

/** What a step needs for an input; a preview only looks. */
export function levelNeeded<Input extends object>(rule: LevelRule<Input>, input: Input): Level {
  if ('preview' in input && input.preview === true) return 'watch';
  return typeof rule === 'function' ? rule(input) : rule;
}

/** Refuses what the connection may not do, before anything is asked. */
export function checkLevel(scope: unknown, needed: Level): void {
  if (needed === 'watch') return;
  const allowed = levelOf(scope);
  if (ORDER.indexOf(needed) <= ORDER.indexOf(allowed)) return;
  throw refuse(
    `this connection may only do “${LEVELS[allowed]}”, and this takes “${LEVELS[needed]}”`,
    'Use another connection, or choose more in “What Steps May Do” of this one.',
  );
}

/** A word that is none allows the least. */
function levelOf(scope: unknown): Level {
  if (typeof scope !== 'string' || trimmed(scope) === '') return USUAL;
  const known = ORDER.find((level) => isSameText(level, scope) || isSameText(LEVELS[level], scope));
  return known ?? 'watch';
}
