import type { Examples } from './example.ts';

export const monitoring: Examples = {};
