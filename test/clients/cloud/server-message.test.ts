import { readServerMessage } from '../../../src/clients/cloud/server-message.ts';

const read = (body: unknown) =>
  readServerMessage(typeof body === 'string' ? body : JSON.stringify(body), (text) =>
    text.replace('secret', '…'),
  );

test.each<[unknown, string | null]>([
  [{ message: 'No such plan.' }, 'No such plan.'],
  [
    { message: 'Bad', errors: { name: ['too long', 'taken'] } },
    'Bad - name: too long; name: taken',
  ],
  [{ errors: 'just text' }, 'just text'],
  [{ errors: { hardware: { size: 'too big' } } }, 'hardware.size: too big'],
  [{ errors: ['a', { b: 'c' }] }, 'a; b: c'],
  [
    { message: 'In use', related_resources: { clusters: [1, 2], users: 'x' } },
    'In use - 2 clusters still there; some users still there',
  ],
  [{ message: 'the  secret\n is' }, 'the … is'],
  [{ message: 5, errors: { a: 5 } }, null],
  [{ message: '' }, null],
  ['\ufeff{"message":"marked"}', 'marked'],
  ['<html>', null],
  [['message'], null],
  ['null', null],
])('of %j is read: %j', (body, message) => {
  expect(read(body)).toBe(message);
});

test('no more than anybody reads', () => {
  const fields = Array.from({ length: 30 }, (_, index) => [`f${index}`, 'no']);
  expect(read({ errors: Object.fromEntries(fields) })?.split('; ')).toHaveLength(20);
  const kinds = fields.map(([kind]) => [kind, []]);
  expect(read({ related_resources: Object.fromEntries(kinds) })?.split('; ')).toHaveLength(20);
});

test('a long message ends with a whole word', () => {
  expect(read({ message: 'x'.repeat(2_000) })).toBe('x'.repeat(2_000));
  expect(read({ message: `${'word '.repeat(399)}https://example.com/cut` })).toBe(
    `${'word '.repeat(398)}word…`,
  );
  expect(read({ message: 'x'.repeat(2_001) })).toBe(`${'x'.repeat(200)}…`);
});
