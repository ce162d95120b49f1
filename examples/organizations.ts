import type { Examples } from './example.ts';

export const organizations: Examples = {};
