import type { Examples } from './example.ts';

export const users: Examples = {};
