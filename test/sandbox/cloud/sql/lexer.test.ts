import fc from 'fast-check';
import { tokenize } from '../../../../sandbox/cloud/sql/lexer.ts';

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const named = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const tokens = (statement: string) => tokenize(statement).map(({ kind, value }) => [kind, value]);

test('strings, names and comments may hold anything, and hide what is in them', () => {
  const text = fc.string({ unit: 'binary', minLength: 1 });
  fc.assert(
    fc.property(text, text, text, (string, name, note) => {
      const comment = note.replaceAll('*/', '').replace(/\*$/, '');
      const statement = `a=${quoted(string)}/*${comment}*/${named(name)}--${note.replace(/\n/g, '')}\n?`;
      expect(tokens(statement)).toEqual([
        ['word', 'a'],
        ['op', '='],
        ['string', string],
        ['quoted', name],
        ['param', '?'],
      ]);
      const joined = tokenize(statement).map((token) => token.before + token.text);
      expect(joined.join('')).toBe(statement);
    }),
  );
});

test('operators, numbers and placeholders are told apart', () => {
  expect(tokens('a<=-1.5e-3||$2::INT!=?,b.*').map(([, value]) => value)).toEqual([
    'a',
    '<=',
    '-',
    '1.5e-3',
    '||',
    '$2',
    '::',
    'int',
    '!=',
    '?',
    ',',
    'b',
    '.',
    '*',
  ]);
  expect(tokens("E'it\\'s' $$a'b$$ é_1")).toEqual([
    ['string', "it\\'s"],
    ['string', "a'b"],
    ['word', 'é_1'],
  ]);
});
