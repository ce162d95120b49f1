import { asTexts, parseInput } from '../../../tools/invoke/input.ts';

test('every value is a text, inside lists and objects too', () => {
  const input = { limit: 80, on: true, status: ['RED', 1], row: { id: 7 }, none: null };
  expect(asTexts(input)).toEqual({
    limit: '80',
    on: 'true',
    status: ['RED', '1'],
    row: { id: '7' },
    none: '',
  });
});

test('reads a JSON object', () => {
  expect(parseInput('{"name": "weather-prod"}')).toEqual({ name: 'weather-prod' });
});

test.each(['[1]', 'null', '"text"', '{name}'])('refuses %s', (json) => {
  expect(() => parseInput(json)).toThrow(/-i must be/);
});
