/** SVG as text. Everything that comes from outside is escaped here, and nothing is loaded by it. */
import { escapeMarkup } from '../base/markup.ts';
import type { Weight } from './fonts.ts';

type Attributes = Record<string, string | number | undefined>;

/** One element; `inside` is SVG already. */
export function tag(name: string, attributes: Attributes, inside = ''): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : ` ${key}="${typeof value === 'number' ? short(value) : escapeMarkup(value)}"`,
  );
  const open = `<${name}${written.join('')}`;
  return inside === '' ? `${open}/>` : `${open}>${inside}</${name}>`;
}

export type Lettering = {
  x: number;
  y: number;
  size: number;
  fill: string;
  anchor?: 'start' | 'middle' | 'end';
  weight?: Weight;
  /** A rim in this color, so that lines behind the text do not disturb it. */
  rim?: string;
};

export function letters(
  text: string,
  { x, y, size, fill, anchor, weight, rim }: Lettering,
): string {
  return tag(
    'text',
    {
      x,
      y,
      'font-size': size,
      fill,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      'font-weight': weight === 'bold' ? 600 : undefined,
      ...(rim
        ? { stroke: rim, 'stroke-width': 4, 'stroke-linejoin': 'round', 'paint-order': 'stroke' }
        : {}),
    },
    escapeMarkup(text),
  );
}

/** Two decimals: a hundredth of a pixel. */
export const short = (value: number): string => String(Math.round(value * 100) / 100);
