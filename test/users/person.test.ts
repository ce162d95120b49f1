import { findPerson, isEmail } from '../../src/users/person.ts';

const person = (uid: string, email: string | null, name: string | null, idp = 'cognito') => ({
  uid,
  email,
  name,
  username: email,
  idp,
});

const ada = person('u-1', 'Ada@Example.com', 'Ada Example');
const grace = person('u-2', 'grace@example.com', 'Grace Example');

describe('a person is found', () => {
  test.each([
    ['by id', 'u-2', grace],
    ['by email, whatever the case', ' ADA@example.COM ', ada],
    ['by exact name, whatever the case', 'grace example', grace],
    ['not by a part of a name', 'Grace', undefined],
    ['not by nothing', '', undefined],
  ])('%s', (_how, wanted, expected) => {
    expect(findPerson([ada, grace], wanted)).toBe(expected);
  });

  test('once, also when listed twice', () => {
    expect(findPerson([ada, { ...ada }], 'ada@example.com')?.uid).toBe('u-1');
  });

  test('by email before name', () => {
    const odd = person('u-3', 'odd@example.com', 'ada@example.com');
    expect(findPerson([odd, ada], 'ada@example.com')).toBe(ada);
  });

  test('never among unknowns', () => {
    expect(findPerson([person('u-4', null, null)], 'null')).toBeUndefined();
  });
});

test('two accounts of one email are refused with the ways they log in', () => {
  const twin = person('u-5', 'ada@example.com', 'Ada Example', 'github');
  expect(() => findPerson([ada, twin], 'ada@example.com')).toThrow(
    '2 users are named “ada@example.com”: Ada@Example.com (cognito), ada@example.com (github)',
  );
  expect(findPerson([ada, twin], 'u-5')).toBe(twin);
});

test.each([
  ['ada@example.com', true],
  ['ada+zap@mail.example.co.uk', true],
  ['Ada Example', false],
  ['ada@localhost', false],
  ['a b@example.com', false],
])('%s is an email: %s', (text, expected) => {
  expect(isEmail(text)).toBe(expected);
});
