import { symbol } from 'd3-shape';
import type { Style } from './look.ts';
import { short, tag } from './svg.ts';

/** The sign of a line, which tells it apart from the others without its color. */
export function mark(
  { mark: kind, color, hollow }: Style,
  x: number,
  y: number,
  ground: string,
): string {
  return tag('path', {
    d: symbol(kind, 38).digits(2)() ?? '',
    transform: `translate(${short(x)} ${short(y)})`,
    fill: hollow ? ground : color,
    stroke: hollow ? color : ground,
    'stroke-width': hollow ? 1.75 : 1,
  });
}
