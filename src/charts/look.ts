/** How pictures look: sizes, colors, and what tells lines apart without their color. */
import {
  type SymbolType,
  symbolCircle,
  symbolDiamond,
  symbolPlus,
  symbolSquare,
  symbolTimes,
  symbolTriangle,
} from 'd3-shape';
import type { Chart } from './chart.ts';

/** In units of the layout; `zoom` pixels are drawn for each, so that phones show sharp letters. */
export type Sizes = {
  width: number;
  zoom: number;
  /** Height of the part with the lines. */
  plot: number;
  /** Letters. */
  title: number;
  text: number;
  margin: number;
  line: number;
};

const SIZES: Record<Chart['size'], Sizes> = {
  small: { width: 400, zoom: 2, plot: 170, title: 15, text: 12, margin: 12, line: 1.75 },
  large: { width: 800, zoom: 1.5, plot: 320, title: 19, text: 13, margin: 18, line: 1.75 },
};

export type Colors = {
  ground: string;
  text: string;
  /** Of axes and notes: quieter, and readable still. */
  quiet: string;
  grid: string;
  axis: string;
  limit: string;
  series: readonly string[];
};

/** After Okabe and Ito, darkened or lightened until they stand out from the ground. */
const COLORS: Record<Chart['theme'], Colors> = {
  light: {
    ground: '#ffffff',
    text: '#1b1f24',
    quiet: '#57606a',
    grid: '#e4e7ea',
    axis: '#8c959f',
    limit: '#c8232c',
    series: [
      '#0068b5',
      '#c2540a',
      '#00795c',
      '#b03a85',
      '#7d6400',
      '#00788f',
      '#6a4cc2',
      '#7b5132',
      '#4a4f55',
    ],
  },
  dark: {
    ground: '#14181d',
    text: '#e8ebee',
    quiet: '#a3abb4',
    grid: '#2a3038',
    axis: '#6b747e',
    limit: '#ff7b80',
    series: [
      '#58aefb',
      '#ff9b4a',
      '#2fcf9f',
      '#f58ad0',
      '#efcf4a',
      '#5cdcea',
      '#b19cff',
      '#d6a67a',
      '#d5dae0',
    ],
  },
};

export type Look = { sizes: Sizes; colors: Colors };

export const lookOf = ({ size, theme }: Pick<Chart, 'size' | 'theme'>): Look => ({
  sizes: SIZES[size],
  colors: COLORS[theme],
});

export type Style = { color: string; dash: string | undefined; mark: SymbolType; hollow: boolean };

const MARKS = [symbolCircle, symbolSquare, symbolTriangle, symbolDiamond] as const;
const STROKED = [symbolPlus, symbolTimes] as const;
const DASHES = [undefined, '7 4', '2 3', '9 3 2 3'] as const;

/** The style of line number `index`: no two of nine have the same color, nor the same dash and mark. */
export function styleOf(index: number, { series }: Colors): Style {
  const marks = [...MARKS, ...STROKED];
  return {
    color: series[index % series.length] ?? '',
    dash: DASHES[index % DASHES.length],
    mark: marks[index % marks.length] ?? symbolCircle,
    hollow: index % marks.length >= MARKS.length || index >= marks.length,
  };
}
