/** What stands around every picture: ground, title, notes. */
import type { Chart } from './chart.ts';
import { cutEnd, readable, widthOf, wrap } from './lettering.ts';
import type { Look } from './look.ts';
import { letters, tag } from './svg.ts';

/** A part of the picture, and where the next one may begin. */
export type Part = { svg: string; bottom: number };

/** The latest value of a single line, at the right of the title, where no line can cross it. */
export type Headline = { text: string; over: boolean };

export function header(chart: Chart, look: Look, headline: Headline | null): Part {
  const { sizes, colors } = look;
  const { width, margin, title: size } = sizes;
  const value = headline
    ? letters(headline.text, {
        x: width - margin,
        y: margin + size,
        size,
        weight: 'bold',
        fill: headline.over ? colors.limit : colors.text,
        anchor: 'end',
      })
    : '';
  const taken = headline ? widthOf(headline.text, size, 'bold') + 16 : 0;
  const lines = wrap(readable(chart.title).drawn, width - 2 * margin - taken, size, 2, 'bold');
  const step = Math.round(size * 1.3);
  let svg = value;
  let bottom = margin + Math.round(size * 0.25);
  for (const line of lines.filter((each) => each !== '')) {
    bottom += bottom === margin + Math.round(size * 0.25) ? Math.round(size * 0.75) : step;
    svg += letters(line, { x: margin, y: bottom, size, weight: 'bold', fill: colors.text });
  }
  const subtitle = readable(chart.subtitle ?? '').drawn;
  if (subtitle !== '') {
    bottom += sizes.text + 6;
    const shown = cutEnd(subtitle, width - 2 * margin, sizes.text);
    svg += letters(shown, { x: margin, y: bottom, size: sizes.text, fill: colors.quiet });
  }
  return { svg, bottom: bottom + 8 };
}

/** Notes under the picture, a line each. */
export function footer(notes: readonly string[], { sizes, colors }: Look, top: number): Part {
  const size = sizes.text - 1;
  let [svg, bottom] = ['', top];
  for (const note of notes.flatMap((each) =>
    wrap(each, sizes.width - 2 * sizes.margin, size, 2, 'regular'),
  )) {
    bottom += size + 4;
    svg += letters(note, { x: sizes.margin, y: bottom, size, fill: colors.quiet });
  }
  return { svg, bottom };
}

/** The whole picture as SVG. */
export function page(parts: readonly string[], bottom: number, { sizes, colors }: Look): string {
  const height = Math.round(bottom + sizes.margin);
  return tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: sizes.width,
      height,
      viewBox: `0 0 ${sizes.width} ${height}`,
      'font-family': 'Inter',
    },
    tag('rect', { width: sizes.width, height, fill: colors.ground }) + parts.join(''),
  );
}

export const LOST_NOTE =
  '“?” stands for letters that this font lacks; the step gives the full names.';

/** Names as they are drawn; one with letters that are lacking has its number, so that two differ. */
export function namesOf(things: readonly { name: string }[]): { drawn: string[]; lost: boolean } {
  const read = things.map(({ name }) => readable(name));
  return {
    drawn: read.map(({ drawn, lost }, index) =>
      lost || drawn === '' ? `#${index + 1} ${drawn}`.trim() : drawn,
    ),
    lost: read.some(({ lost }) => lost),
  };
}
