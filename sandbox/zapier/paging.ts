/** Pages by token, of searches and of choices that a field fills itself. */
import type { SearchPage } from './api.ts';
import type { Item } from './types.ts';

/** A list is a page without a next one. */
export const pageOf = (results: unknown): SearchPage =>
  Array.isArray(results)
    ? { results: results as Item[], paging_token: null }
    : (results as SearchPage);

export const pagingMeta = (token: string | undefined) =>
  token === undefined ? {} : { paging_token: token };
