import { asHtml, asMarkdown, asSlack, asText } from '../../src/monitoring/report/render.ts';

const EVIL = '<script>alert(1)</script> | *bold* & "x"';

const REPORT = {
  title: 'Weekly Report',
  period: '2026-02-23 09:00 to 2026-03-02 09:00 (UTC)',
  verdict: '1 of 2 clusters need a look: weather-prod.',
  lines: [
    {
      name: 'weather-prod',
      status: 'GREEN',
      percent: 86.5,
      details: ['8.64 GiB free'],
      isBad: true,
    },
    { name: EVIL, status: 'SUSPENDED', percent: null, details: [], isBad: false },
  ],
  facts: [{ label: 'Operations', value: '3, of which 0 failed' }],
  leftOut: ['backups of iot-eu'],
};

test('as text', () => {
  expect(asText(REPORT)).toBe(`Weekly Report
2026-02-23 09:00 to 2026-03-02 09:00 (UTC)

1 of 2 clusters need a look: weather-prod.

! ████████░░ 86.5 %  weather-prod (GREEN): 8.64 GiB free
  ·········· unknown  ${EVIL} (SUSPENDED)

Operations: 3, of which 0 failed
Left out: backups of iot-eu`);
});

test('in every form all is said, and no name is taken for a part of the form', () => {
  const [html, markdown, slack] = [asHtml(REPORT), asMarkdown(REPORT), asSlack(REPORT)];
  for (const form of [html, slack]) {
    for (const part of [
      'Weekly Report',
      '86.5 %',
      'weather-prod',
      '8.64 GiB free',
      'unknown',
      'Left out: backups of iot-eu',
    ]) {
      expect(form).toContain(part);
    }
    expect(form).not.toContain('<script>');
  }
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; | *bold* &amp; &quot;x&quot;');
  expect(html).not.toMatch(/<(style|link|img)|class=|url\(/);
  expect(markdown).toContain('\\<script\\>');
  // A row of the table has four cells, whatever the name holds.
  const row = markdown.split('\n').find((line) => line.includes('script')) ?? '';
  expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
  expect(slack).toContain('&lt;script&gt;');
  expect(slack).not.toMatch(/[^\u200b]\*bold/);
});
