import fc from 'fast-check';
import * as z from 'zod/mini';
import { readBy } from '../../../src/clients/cloud/reader.ts';
import {
  dublinCore,
  id,
  listOf,
  nested,
  wireFlag,
  wireNumber,
  wireText,
  wireTexts,
} from '../../../src/clients/cloud/wire.ts';

const schema = z.object({
  id: id(),
  name: wireText(),
  size: wireNumber(),
  on: wireFlag(),
  dc: dublinCore(),
  specs: nested({ cpus: wireNumber(), disks: listOf({ gib: wireNumber() }) }),
  tags: wireTexts(),
  kind: z.optional(z.enum(['one', 'other'])),
  few: z.pipe(z.array(z.string()), z.array(z.string()).check(z.maxLength(2))),
});

const shapes = [
  schema,
  z.array(schema),
  z.strictObject({ id: id() }),
  z.array(z.number()).check(z.minLength(1)),
];

const entry = fc.record(
  {
    id: fc.oneof(fc.string(), fc.constant(null)),
    name: fc.anything(),
    size: fc.oneof(fc.double(), fc.string()),
    on: fc.oneof(fc.boolean(), fc.constantFrom('True', 'no')),
    dc: fc.anything(),
    specs: fc.oneof(
      fc.anything(),
      fc.record({ cpus: fc.anything(), disks: fc.array(fc.object()) }),
    ),
    tags: fc.anything(),
    kind: fc.constantFrom('one', 'other', 'else', undefined),
    few: fc.oneof(fc.array(fc.string(), { maxLength: 3 }), fc.anything()),
    more: fc.anything(),
  },
  { requiredKeys: ['id', 'few'] },
);

test('a reader makes of any value what zod makes of it', () => {
  const value = fc.oneof(entry, fc.array(entry), fc.array(fc.integer()), fc.anything());
  fc.assert(
    fc.property(value, fc.constantFrom(...shapes), (given, shape: z.core.$ZodType) => {
      const read = readBy(shape, given);
      const byZod = z.safeParse(shape, given);
      expect(read !== null).toBe(byZod.success);
      expect(read?.data).toEqual(byZod.data);
    }),
    { numRuns: 1_000 },
  );
});

test('what fails for another reason than the value is not taken for a mismatch', () => {
  const broken = z.transform(() => {
    throw new Error('broken');
  });
  expect(() => readBy(broken, 1)).toThrow('broken');
});
