import fc from 'fast-check';
import { parseJson, withoutMark } from '../../src/base/json.ts';
import { jsonPieces } from '../../src/base/json-pieces.ts';

/** What comes of the text in pieces of the lengths given, over and over. */
function inPieces(text: string, lengths: readonly number[]): unknown {
  const pieces = jsonPieces((entry) => entry, 1);
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const length = lengths[turn % lengths.length] ?? 1;
    pieces.take(text.slice(at, at + length));
    at += length;
  }
  return pieces.end();
}

function outcome(read: () => unknown): unknown {
  try {
    return { value: read() };
  } catch (error) {
    return error instanceof SyntaxError ? 'no JSON' : error;
  }
}

const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
const list = fc.array(fc.jsonValue());

/** As JSON is written by different hands. */
const layouts = [
  (value: unknown) => JSON.stringify(value),
  (value: unknown) => JSON.stringify(value, null, 1),
  (value: unknown) => JSON.stringify(value).replaceAll('},{', '}, {'),
  (value: unknown) => `\n ${JSON.stringify(value)}\n`,
];

/** Lists of objects that hold lists of objects, and texts that look like the places between them. */
const tricky = fc.constantFrom('},{', '"},{"', '}, {', '},\n{', '[', ']', '\\"');
const { things } = fc.letrec((tie) => ({
  things: fc.array(tie('thing'), { maxLength: 6 }),
  thing: fc.dictionary(
    fc.oneof(fc.string(), tricky),
    fc.oneof({ depthSize: 'small' }, tricky, fc.jsonValue(), tie('things')),
    { maxKeys: 3 },
  ),
}));

test('whatever the pieces are, the text reads as a whole', () => {
  fc.assert(
    fc.property(
      fc.oneof(things, list, fc.jsonValue()),
      fc.constantFrom(...layouts),
      lengths,
      (value, layout, cuts) => {
        const text = layout(value);
        expect(inPieces(text, cuts)).toEqual(parseJson(text));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('what is no JSON is none in pieces either', () => {
  const marks = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"',
    '\\',
    ' ',
    '\n',
    '1',
    'null',
    '﻿',
  );
  const noise = fc.array(marks, { maxLength: 8 }).map((parts) => parts.join(''));
  const damaged = fc
    .tuple(fc.oneof(list, things), fc.nat(), fc.nat(), noise)
    .map(([value, from, to, instead]) => {
      const text = JSON.stringify(value);
      const [start, end] = [from % (text.length + 1), to % (text.length + 1)];
      return text.slice(0, start) + instead + text.slice(end);
    });
  fc.assert(
    fc.property(fc.oneof(damaged, noise), lengths, (text, cuts) => {
      expect(outcome(() => inPieces(text, cuts))).toEqual(
        outcome(() => parseJson(withoutMark(text))),
      );
    }),
    { numRuns: 5_000 },
  );
});

test.each(['[', '[1', '[1,', '[1,]', '[,1]', '[,]', '[1}', '[1] 2', '[1],[2]', '[1,,2]', '', ' '])(
  '%j is no JSON',
  (text) => {
    for (const length of [1, 2, 99]) expect(() => inPieces(text, [length])).toThrow(SyntaxError);
  },
);

test('entries are handed over when the next begins', () => {
  const told: unknown[] = [];
  const pieces = jsonPieces((entry) => {
    told.push(entry);
    return 'kept';
  }, 1);
  pieces.take('[{"a":[{"c":1},{"d":2}],"b":"},{"},{"a"');
  expect(told).toEqual([{ a: [{ c: 1 }, { d: 2 }], b: '},{' }]);
  pieces.take(':3}]');
  expect(pieces.end()).toEqual(['kept', 'kept']);
  expect(told).toHaveLength(2);
});

test('a list of a hundred thousand objects takes little more than its longest piece', () => {
  let most = 0;
  const pieces = jsonPieces(() => {
    most += 1;
    return null;
  });
  const entry = JSON.stringify({ id: 'x'.repeat(100) });
  pieces.take('[');
  for (let count = 0; count < 100_000; count += 1) pieces.take(`${entry},`);
  expect(most).toBeGreaterThan(99_000);
  pieces.take(`${entry}]`);
  expect(pieces.end()).toHaveLength(100_001);
});

test('what a reader of entries throws is thrown at the end', () => {
  const pieces = jsonPieces(() => {
    throw new TypeError('broken');
  }, 1);
  pieces.take('[{"a":1},{"a":2}]');
  expect(() => pieces.end()).toThrow(TypeError);
});

test('white space alone is nothing', () => {
  const pieces = jsonPieces();
  pieces.take(' \n');
  expect(pieces.isBlank()).toBe(true);
  pieces.take('0');
  expect(pieces.isBlank()).toBe(false);
});
