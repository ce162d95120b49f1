import { readdirSync, readFileSync } from 'node:fs';
import { stepReference } from '../../tools/docs/reference.ts';

const folder = new URL('../../docs/steps/', import.meta.url);
const pages = stepReference();

test('docs/steps has a page for the contents and for each subject, and no other', () => {
  expect(readdirSync(folder).sort()).toEqual(pages.map(({ file }) => file).sort());
});

test.each(pages.map(({ file, text }) => [file, text]))(
  'docs/steps/%s is what `npm run docs` writes',
  (file, text) => {
    expect(readFileSync(new URL(file, folder), 'utf8')).toBe(text);
  },
);
