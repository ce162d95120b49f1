/** Refusals and troubles as the API writes them; the document gives their statuses and no schema. */
import * as fc from 'fast-check';
import { oddText, oddValue } from './odd-values.ts';

const words = fc.oneof(
  fc.constantFrom(
    'Resource not found.',
    'Another cluster operation is currently in progress',
    'Bad request.',
  ),
  oddText,
);

/** By field: a text, a list of texts, or objects inside. */
const errors = fc.oneof(
  fc.dictionary(oddText, fc.oneof(words, fc.array(words, { maxLength: 3 }), oddValue), {
    maxKeys: 3,
  }),
  words,
  oddValue,
);

const json = fc
  .record(
    {
      message: fc.oneof(words, oddValue),
      success: fc.oneof(fc.constant(false), oddValue),
      errors,
      related_resources: fc.oneof(
        fc.dictionary(oddText, fc.array(oddText, { maxLength: 3 }), { maxKeys: 2 }),
        oddValue,
      ),
    },
    { requiredKeys: [] },
  )
  .map((body) => JSON.stringify(body));

/** Pages of proxies, and bodies that were cut off. */
const page = fc.constantFrom(
  '<html><body><h1>502 Bad Gateway</h1></body></html>',
  'Unauthorized\n',
  '',
  '{"message":"cut o',
);

/** As it is sent. */
export const errorBody = fc.oneof({ weight: 3, arbitrary: json }, { weight: 1, arbitrary: page });
