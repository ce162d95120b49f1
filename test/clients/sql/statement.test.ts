/** Statements that users write, seen as CrateDB's grammar sees them. */
import fc from 'fast-check';
import {
  isQuery,
  onlyReads,
  placeholders,
  withoutEnd,
} from '../../../src/clients/sql/statement.ts';

const comment = fc.constantFrom('/* ? $1 \' " ; */', '-- ? $1 \' " ;\n', '-- ?\r\n', '-- ?\r');

/** Whatever stands in them, no placeholder does. */
const opaque = fc.oneof(
  comment,
  fc.constantFrom("'it''s ? $1 --'", "E'it\\'s ?'", "e'\\'?'", "''", '"a?""$1"', '`a?``$1`'),
  fc.constantFrom('$$a ? $1$$', '$t$a $$ ? $t$', '$t1$?$t1$'),
  fc.string({ unit: fc.constantFrom(...'?$1a\n/*-";'), maxLength: 6 }).map((text) => `'${text}'`),
);

const plain = fc.constantFrom('a', ',', '+ 1', 'E', '= b.c', '\n', '\t', 'cast');

const statementOf = (...kinds: fc.Arbitrary<string>[]) =>
  fc.array(fc.oneof(...kinds), { maxLength: 12 });

test('only what stands outside of texts, names and comments is a placeholder', () => {
  fc.assert(
    fc.property(statementOf(opaque, plain, fc.constant('?')), (parts) => {
      const marks = parts.filter((part) => part === '?').length;
      expect(placeholders(`SELECT ${parts.join(' ')}`)).toBe(marks);
    }),
  );
  const numbered = statementOf(opaque, plain, fc.constantFrom('$1', '$2', '$7'));
  fc.assert(
    fc.property(numbered, (parts) => {
      const numbers = parts.map((part) => Number(/^\$(\d)$/.exec(part)?.[1] ?? 0));
      expect(placeholders(`SELECT ${parts.join(' ')}`)).toBe(Math.max(0, ...numbers));
    }),
  );
  expect(placeholders('SELECT ?, $1')).toBeNull();
});

test('the word behind blanks and comments says whether a statement reads, and no word in them', () => {
  const before = fc.array(fc.oneof(comment, fc.constantFrom(' ', '\n', '\t\r\n')), {
    maxLength: 6,
  });
  const word = fc.constantFrom('select', 'WITH', 'Values', 'SHOW', 'explain', 'DELETE', 'insert');
  // What would be the first word, were the comment to go on to the next line feed.
  const after = fc.constantFrom(' 1', ' FROM t /*\nSELECT 1 */', ' FROM t --\nSELECT 1');
  fc.assert(
    fc.property(before, word, after, (start, first, rest) => {
      const statement = `${start.join('')}${first}${rest}`;
      expect(onlyReads(statement)).toBe(!/^(delete|insert)$/i.test(first));
      expect(isQuery(statement)).toBe(/^(select|with|values)$/i.test(first));
    }),
  );
  for (const nothing of ['', ';', '-- SELECT 1', '/* SELECT 1', '(SELECT 1)']) {
    expect(onlyReads(nothing)).toBe(false);
  }
});

test.each([
  ['SELECT 1;', 'SELECT 1'],
  ['SELECT 1; -- end', 'SELECT 1'],
  ['SELECT 1 /* end */ ; /* the; end */\n', 'SELECT 1'],
  ["SELECT ';' -- ;", "SELECT ';'"],
  ["SELECT '--' AS a", "SELECT '--' AS a"],
])('%j is put into brackets without its end', (statement, bare) => {
  expect(withoutEnd(statement).trim()).toBe(bare);
});

test('the longest statements are looked at once', () => {
  const long = 260_000;
  for (const piece of ["'", "''", '"', '/*', '$$', "E'\\", '--', '?', '$1 ', ' ']) {
    const statement = `SELECT ${piece.repeat(long / piece.length)}`;
    expect(onlyReads(statement)).toBe(true);
    expect(placeholders(statement)).not.toBeNull();
    expect(withoutEnd(statement)).toContain('SELECT');
  }
});
