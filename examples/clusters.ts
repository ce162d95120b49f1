import type { Examples } from './example.ts';

export const clusters: Examples = {};
