/** Title Case as Zapier's labels have it. */

/** Lower case unless they begin or end a part of the label. */
const ALWAYS_SMALL = new Set([
  'a',
  'an',
  'the',
  'and',
  'or',
  'nor',
  'but',
  'of',
  'in',
  'on',
  'at',
  'by',
  'to',
  'for',
  'as',
]);

/** Either case will do. */
const MAY_BE_SMALL = new Set(['from', 'with', 'into', 'over', 'per', 'than', 'via', 'vs', 'if']);

/** The words that break the rule; none if the label is in Title Case. */
export function wordsNotInTitleCase(label: string): string[] {
  // Parentheses hold a part of their own; a colon begins the label of a line item.
  const parts = label.split(/[():]/);
  return parts.flatMap((part) => {
    const words = part.match(/%|[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu) ?? [];
    return words.filter((word, index) => {
      const edge = index === 0 || index === words.length - 1;
      const small = word.toLowerCase();
      if (ALWAYS_SMALL.has(small) && !edge) return word !== small;
      if (MAY_BE_SMALL.has(word) || (ALWAYS_SMALL.has(word) && index > 0)) return index === 0;
      // Names such as "vCPU" keep their own spelling.
      return /^\p{Ll}/u.test(word) && !/\p{Lu}/u.test(word);
    });
  });
}
