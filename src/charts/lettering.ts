/** Texts of a picture: how wide they are, and what becomes of letters that the font lacks. */

import metrics from './font-metrics.json' with { type: 'json' };
import type { Weight } from './fonts.ts';

/** Stands for a letter, or a row of them, that the font cannot draw; a box is not in it either. */
const UNKNOWN = '?';

/** Width of what the table does not have: a wide letter. Nothing such is drawn. */
const FALLBACK = 1;

const tables = { regular: tableOf(metrics.regular), bold: tableOf(metrics.bold) };

function tableOf(runs: Record<string, number[]>): ReadonlyMap<number, number> {
  return new Map(
    Object.entries(runs).flatMap(([first, widths]) =>
      widths.map((width, index): [number, number] => [Number(first) + index, width / 1000]),
    ),
  );
}

/** Width in the same unit as `size`, without kerning, which only ever narrows it. */
export function widthOf(text: string, size: number, weight: Weight = 'regular'): number {
  const table = tables[weight];
  let width = 0;
  for (const letter of text) width += table.get(letter.codePointAt(0) ?? 0) ?? FALLBACK;
  return width * size;
}

/** What may be in a text without being seen: controls, marks of direction, joiners, lone surrogates. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Variation_Selector}]+/gu;

/**
 * The text as the font can draw it. A letter that it lacks becomes its plain form where there is one
 * (“ｗ” to “w”, “ệ̈” without its marks); each run of what is left becomes one question mark, and `lost` is true.
 */
export function readable(text: string): { drawn: string; lost: boolean } {
  const clean = text.normalize('NFC').replace(/\s+/gu, ' ').replace(UNSEEN, '').trim();
  let drawn = '';
  let lost = false;
  let before: string | null = '';
  for (const letter of clean) {
    const shown = drawable(letter);
    if (shown !== null) drawn += shown;
    else if (before !== null) drawn += UNKNOWN;
    lost ||= shown === null;
    before = shown;
  }
  // Some signs are a blank with a mark.
  return { drawn: drawn.replace(/\s+/gu, ' ').trim(), lost };
}

function drawable(letter: string): string | null {
  if (has(letter)) return letter;
  const plain = [...letter.normalize('NFKD')].filter((part) => !/\p{M}/u.test(part)).join('');
  if (plain === '') return '';
  return [...plain].every(has) ? plain : null;
}

const has = (letter: string) =>
  tables.regular.has(letter.codePointAt(0) ?? 0) && tables.bold.has(letter.codePointAt(0) ?? 0);

/** Cut at the end so that it is no wider than `room`. */
export function cutEnd(text: string, room: number, size: number, weight: Weight = 'regular') {
  if (widthOf(text, size, weight) <= room) return text;
  const letters = [...text];
  while (letters.length > 0 && widthOf(`${letters.join('')}…`, size, weight) > room) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}

/** Cut in the middle, because names of machines differ at their ends. */
export function cutMiddle(text: string, room: number, size: number): string {
  if (widthOf(text, size) <= room) return text;
  const letters = [...text];
  for (let kept = letters.length - 1; kept > 1; kept -= 1) {
    const head = Math.floor(kept / 2);
    const cut = `${letters.slice(0, head).join('')}…${letters.slice(head - kept).join('')}`;
    if (widthOf(cut, size) <= room) return cut;
  }
  return '…';
}

/** Broken at spaces into at most `most` lines; the last is cut if there is more. */
export function wrap(text: string, room: number, size: number, most: number, weight: Weight) {
  const lines: string[] = [];
  let line = '';
  const words = text.split(' ');
  for (const [index, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer, size, weight) <= room) {
      line = longer;
    } else if (lines.length === most - 1) {
      line = `${line} ${words.slice(index).join(' ')}`;
      break;
    } else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  return lines.map((each) => cutEnd(each, room, size, weight));
}
