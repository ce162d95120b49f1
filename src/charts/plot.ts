import type { Known } from './lines.ts';
import type { Style } from './look.ts';
import type { ValueAxis } from './values.ts';

/** A series as it is drawn. */
export type Drawn = {
  name: string;
  pieces: readonly (readonly Known[])[];
  last: Known;
  style: Style;
};

export type Plot = {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: (at: number) => number;
  values: ValueAxis;
};
