import type { Examples } from './example.ts';

export const subscriptions: Examples = {};
