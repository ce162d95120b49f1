import { createTranscript, pick } from '../../../tools/start/transcript.ts';

function open(colors = false) {
  const lines: string[] = [];
  return { lines, tell: createTranscript((line) => lines.push(line), colors) };
}

test('tells what a step received and returned, without what is null', () => {
  const { lines, tell } = open();
  tell.scene('A lamp is found');
  tell.step('Find Lamp', { name: 'Desk' }, [{ id: 7, shade: null }, { id: 8 }]);
  expect(lines).toEqual([
    '\n1. A lamp is found',
    '   Find Lamp',
    '     received  name: Desk',
    '     returned  id: 7',
    '               id: 8',
  ]);
});

test('an empty list is nothing', () => {
  const { lines, tell } = open();
  tell.step('Find Lamp', {}, []);
  expect(lines.at(-1)).toBe('     returned  nothing');
});

test('the summary holds if every promise does', () => {
  const { lines, tell } = open();
  tell.check('it is lit', true);
  expect(tell.summary()).toBe(true);
  expect(lines).toContain('\n1 of 1 checks passed');
});

test('one broken promise is told, and breaks the summary', () => {
  const { lines, tell } = open();
  tell.check('it is lit', true);
  tell.check('it is blue', false);
  expect(tell.summary()).toBe(false);
  expect(lines.filter((line) => line === '   NOT it is blue')).toHaveLength(2);
});

test('nothing promised is nothing shown', () => {
  expect(open().tell.summary()).toBe(false);
});

test('no colours unless asked for', () => {
  const colorCode = String.fromCharCode(27);
  const [plain, colored] = [open(), open(true)];
  for (const { tell } of [plain, colored]) tell.check('it is lit', true);
  expect(plain.lines.join()).not.toContain(colorCode);
  expect(colored.lines.join()).toContain(colorCode);
});

test('pick takes the fields named', () => {
  expect(pick({ a: 1, b: 2, c: 3 }, 'a', 'c')).toEqual({ a: 1, c: 3 });
});
