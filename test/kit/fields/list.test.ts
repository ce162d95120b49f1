import { itemsOf, numbersOf, placesOf, wordsOf } from '../../../src/kit/fields/list.ts';

test.each<[unknown, unknown[]]>([
  ['a, b\nc', ['a', ' b', 'c']],
  ['["a,b", 2]', ['a,b', 2]],
  [' [1]', [1]],
  ['[a, b', ['[a', ' b']],
  ['[1] and 2', ['[1] and 2']],
  ['{"a": 1}', ['{"a": 1}']],
  ['"a,b".c,d', ['"a,b".c', 'd']],
  ['a"b,c', ['a"b', 'c']],
  ['"a,b', ['"a', 'b']],
  [
    ['a,b', ['c', 4]],
    ['a', 'b', 'c', 4],
  ],
  [7, [7]],
])('the items of %j are %j', (value, items) => {
  expect(itemsOf(value)).toEqual(items);
});

test('words stand between other signs as well, and without what is around them', () => {
  expect(wordsOf(['GREEN; RED|"YELLOW"', " 'BLUE' ", ';', '""', 'it\'s "x"'])).toEqual([
    'GREEN',
    'RED',
    'YELLOW',
    'BLUE',
    'it\'s "x"',
  ]);
});

test.each<[unknown, unknown[]]>([
  [undefined, []],
  [null, []],
  ['', []],
  [[''], []],
  ['1,,3', ['1', '', '3']],
  [['1,2'], ['1', '2']],
  [
    ['1,2', null],
    ['1,2', ''],
  ],
  [[['a', 'b']], ['a', 'b']],
])('the places of %j are %j', (value, places) => {
  expect(placesOf(value)).toEqual(places);
});

test.each<[unknown, unknown[] | null]>([
  ['80,95', ['80', '95']],
  ['80,100', null],
  ['1,000', ['1,000']],
  ['1,000,000', ['1,000,000']],
  ['12,012,345', ['12,012,345']],
  ['0,500', ['0', '500']],
  ['[80, 100]', ['80', '100']],
  ['["80,100"]', null],
  ['80, 100', ['80', '100']],
  ['80; 100', ['80', '100']],
  ['80,', ['80', '']],
  [
    [80, '95'],
    [80, '95'],
  ],
  [['80', '80,100'], null],
  [80, [80]],
])('the numbers of %j are %j', (value, numbers) => {
  expect(numbersOf(value)).toEqual(numbers);
});
