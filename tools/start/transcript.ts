/** What is printed while the story runs: scenes, what each step received and returned, and checks. */
import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

export type Transcript = {
  scene(title: string): void;
  /** Something that happens outside of the Zap. */
  say(text: string): void;
  /** A step that ran: what it received, and what it returned. */
  step(label: string, received: object, returned: unknown): void;
  /** Something that must be so, and whether it is. */
  check(promise: string, holds: boolean): void;
  /** Prints all checks; true if all of them passed. */
  summary(): boolean;
};

/** Longer texts are cut, so that the story stays readable. */
const LONGEST_TEXT = 130;

export function createTranscript(print: (line: string) => void, colors: boolean): Transcript {
  // Whether there is a terminal is the caller's to judge.
  const paint = (style: Style, text: string) =>
    colors ? styleText(style, text, { validateStream: false }) : text;
  const checks: { promise: string; holds: boolean }[] = [];
  const mark = (holds: boolean) => (holds ? paint('green', 'ok  ') : paint('red', 'NOT '));
  let scenes = 0;

  return {
    scene(title) {
      scenes += 1;
      print(`\n${paint('bold', `${scenes}. ${title}`)}`);
    },
    say: (text) => print(`   ${text}`),
    step(label, received, returned) {
      print(`   ${paint('cyan', label)}`);
      print(`     received  ${shorten(received)}`);
      for (const [index, line] of lines(returned).entries()) {
        print(`     ${index === 0 ? 'returned ' : '         '} ${line}`);
      }
    },
    check(promise, holds) {
      checks.push({ promise, holds });
      print(`   ${mark(holds)}${promise}`);
    },
    summary() {
      const kept = checks.filter(({ holds }) => holds).length;
      print(`\n${paint('bold', `${kept} of ${checks.length} checks passed`)}`);
      for (const { promise, holds } of checks) print(`   ${mark(holds)}${promise}`);
      return kept === checks.length && kept > 0;
    },
  };
}

function lines(returned: unknown): string[] {
  if (Array.isArray(returned)) {
    return returned.length === 0 ? ['nothing'] : returned.map(shorten);
  }
  return [typeof returned === 'string' ? returned : shorten(returned)];
}

/** An object in one line, without what is null. */
function shorten(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const parts = Object.entries(value).flatMap(([key, it]) =>
    it === null || it === undefined ? [] : [`${key}: ${text(it)}`],
  );
  return parts.join(', ') || 'nothing';
}

function text(value: unknown): string {
  const written = typeof value === 'string' ? value : JSON.stringify(value);
  return written.length > LONGEST_TEXT ? `${written.slice(0, LONGEST_TEXT)}…` : written;
}

/** Some of an object's fields, for a step whose whole answer would fill the screen. */
export function pick(item: Record<string, unknown>, ...keys: string[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, item[key]]));
}
