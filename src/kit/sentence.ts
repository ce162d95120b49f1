/** The one sentence that a failure becomes. */
import { MESSAGE_CHARACTERS } from '../base/limits.ts';
import { withoutKeys } from './addresses.ts';

export type StepKind = 'trigger' | 'search' | 'create' | 'connection';

/** Zapier cuts error texts there. */
const SENTENCE_LIMIT = 250;

/** So much is said of the reason, however much there is to do next. */
const LEAST_REASON = 60;

/** For a server that refuses without a word, or with none that can be shown. */
const NO_REASON = 'no readable reason was given';

/** What turns the direction of writing, so that a text reads as another one, and what nobody sees. */
const DIRECTIONS = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** "Could not expand cluster storage: why. What next." The reason gives way when it grows too long. */
export function sentence(
  asker: { kind: StepKind; label: string },
  why: string,
  next: string,
): string {
  const what =
    asker.kind === 'trigger'
      ? `Could not check for “${asker.label}”`
      : `Could not ${lower(asker.label)}`;
  const room = SENTENCE_LIMIT - what.length - ': . '.length;
  const reason = withoutStop(tidy(why)) || NO_REASON;
  // What to do next can name things as well, and names come from the server.
  const step = shortened(tidy(next), room - Math.min(reason.length, LEAST_REASON));
  return `${what}: ${shortened(reason, room - step.length)}. ${step}`;
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${cut(text, length - 1).trimEnd()}…` : text;
}

/**
 * Server texts can hold what has no place in a sentence: markup, braces, control characters, halves of
 * characters, what turns the direction of writing, and addresses that open a file by themselves.
 */
function tidy(text: string): string {
  return withoutKeys(text.slice(0, MESSAGE_CHARACTERS))
    .replace(/[{}<>\\]/g, '')
    .replace(DIRECTIONS, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/\p{Surrogate}/gu, '�')
    .trim();
}

/** Without the dots and blanks at the end, of which there can be thousands. */
export function withoutStop(text: string): string {
  let end = Math.min(text.length, MESSAGE_CHARACTERS);
  while (end > 0 && /[.\s]/.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** As many whole characters as there is room for. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

/** Lower case, but for abbreviations and names. */
function lower(label: string): string {
  return label.replace(/\b(?!API\b|IP\b|SQL\b|CrateDB\b|Cloud\b)[A-Z]/g, (letter) =>
    letter.toLowerCase(),
  );
}
