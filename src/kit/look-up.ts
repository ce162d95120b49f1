/**
 * What a table of ours has for a word from outside. Asked by its index, an object also has something for
 * `constructor` and `__proto__`.
 */
export function lookUp<T>(table: Readonly<Record<string, T>>, word: string | null): T | undefined {
  return word !== null && Object.hasOwn(table, word) ? table[word] : undefined;
}
