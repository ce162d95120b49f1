import { escapeAngles, escapeMarkup } from '../../src/base/markup.ts';

test('a text stands for itself in HTML, and in what Slack takes', () => {
  const text = `<a href="x">Tom & Jerry's</a>`;
  expect(escapeMarkup(text)).toBe('&lt;a href=&quot;x&quot;&gt;Tom &amp; Jerry&#39;s&lt;/a&gt;');
  expect(escapeAngles(text)).toBe(`&lt;a href="x"&gt;Tom &amp; Jerry's&lt;/a&gt;`);
});
