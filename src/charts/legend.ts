/** Which line is which, and where each stands now. */
import type { Part } from './frame.ts';
import { cutMiddle, widthOf } from './lettering.ts';
import type { Look, Style } from './look.ts';
import { mark } from './mark.ts';
import { letters, short, tag } from './svg.ts';
import { valueText } from './values.ts';

type Entry = { name: string; last: readonly [at: number, value: number]; style: Style };

const SWATCH = 30;
const GAP = 18;

/** As many columns as the longest entry leaves room for, at most three. */
export function legend(entries: readonly Entry[], unit: string, look: Look, top: number): Part {
  const { sizes, colors } = look;
  const size = sizes.text;
  const room = sizes.width - 2 * sizes.margin;
  const values = entries.map(({ last: [, value] }) => valueText(value, unit));
  const valueWidth = Math.max(...values.map((value) => widthOf(value, size, 'bold')));
  const nameWidth = Math.max(...entries.map(({ name }) => widthOf(name, size)));
  const wanted = SWATCH + nameWidth + 8 + valueWidth + GAP;
  const columns = Math.max(1, Math.min(3, entries.length, Math.floor((room + GAP) / wanted)));
  const width = Math.min(wanted, (room + GAP) / columns);
  const rows = Math.ceil(entries.length / columns);
  const height = size + 7;
  const svg = entries.map(({ name, style }, index) => {
    const x = sizes.margin + Math.floor(index / rows) * width;
    const y = top + (index % rows) * height + size;
    const middle = y - size * 0.36;
    const line = tag('path', {
      d: `M${short(x)} ${short(middle)}h${SWATCH - 8}`,
      stroke: style.color,
      'stroke-width': sizes.line,
      'stroke-dasharray': style.dash,
    });
    // Sums of fractions are a hair too small at times.
    const nameRoom = width - GAP - SWATCH - 8 - valueWidth + 0.1;
    return [
      line,
      mark(style, x + (SWATCH - 8) / 2, middle, colors.ground),
      letters(cutMiddle(name, nameRoom, size), { x: x + SWATCH, y, size, fill: colors.text }),
      letters(values[index] ?? '', {
        x: x + width - GAP,
        y,
        size,
        fill: colors.text,
        weight: 'bold',
        anchor: 'end',
      }),
    ].join('');
  });
  return { svg: svg.join(''), bottom: top + (rows - 1) * height + size };
}
