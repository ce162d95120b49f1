/** A report in the forms that people read: text, Markdown, HTML for mail, and Slack. */
import { escapeAngles, escapeMarkup } from '../../base/markup.ts';
import type { ReportDocument, ReportLine } from './document.ts';

const BLOCKS = 10;

/** Ten blocks; one that is begun is shown, and only a full disk has all. */
function bar(percent: number | null): string {
  if (percent === null) return '·'.repeat(BLOCKS);
  const full = Math.min(BLOCKS, percent > 0 ? Math.max(1, Math.floor(percent / 10)) : 0);
  return '█'.repeat(full) + '░'.repeat(BLOCKS - full);
}

const percentOf = ({ percent }: ReportLine) => (percent === null ? 'unknown' : `${percent} %`);

export function asText({ title, period, verdict, lines, facts, leftOut }: ReportDocument): string {
  return [
    title,
    period,
    '',
    verdict,
    '',
    ...lines.map(
      (line) =>
        `${line.isBad ? '! ' : '  '}${bar(line.percent)} ${percentOf(line)}  ${line.name} (${line.status})${line.details.length > 0 ? `: ${line.details.join('; ')}` : ''}`,
    ),
    '',
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    ...leftOut.map((what) => `Left out: ${what}`),
  ].join('\n');
}

/** Names can hold what Markdown would take for its own. */
const md = (text: string) => text.replace(/[\\`*_{}[\]<>()#+!|~-]/g, '\\$&').replace(/\s+/g, ' ');

export function asMarkdown({
  title,
  period,
  verdict,
  lines,
  facts,
  leftOut,
}: ReportDocument): string {
  return [
    `# ${md(title)}`,
    '',
    md(period),
    '',
    `**${md(verdict)}**`,
    '',
    '| Cluster | Status | Storage | |',
    '|---|---|---|---|',
    ...lines.map((line) => {
      const name = line.isBad ? `**${md(line.name)}**` : md(line.name);
      return `| ${name} | ${md(line.status)} | ${bar(line.percent)} ${md(percentOf(line))} | ${md(line.details.join('; '))} |`;
    }),
    '',
    ...facts.map(({ label, value }) => `- ${md(label)}: ${md(value)}`),
    ...leftOut.map((what) => `- Left out: ${md(what)}`),
  ].join('\n');
}

const CELL = 'padding:6px 8px;border-bottom:1px solid #e4e7ea;vertical-align:top';

/** Mail clients know neither style sheets nor scripts, so all styles are inline, and the layout a table. */
export function asHtml({ title, period, verdict, lines, facts, leftOut }: ReportDocument): string {
  const rows = lines.map((line) => {
    const color = line.isBad ? '#c8232c' : '#0068b5';
    const width = Math.min(100, Math.max(0, line.percent ?? 0));
    const shown =
      line.percent === null
        ? ''
        : `<div style="background:#e4e7ea;height:8px;width:120px"><div style="background:${color};height:8px;width:${width}%"></div></div>`;
    return `<tr><td style="${CELL};font-weight:bold;color:${line.isBad ? '#c8232c' : '#1b1f24'}">${escapeMarkup(line.name)}</td><td style="${CELL}">${escapeMarkup(line.status)}</td><td style="${CELL}">${shown}${escapeMarkup(percentOf(line))}</td><td style="${CELL};color:#57606a">${escapeMarkup(line.details.join('; '))}</td></tr>`;
  });
  const items = [
    ...facts.map(({ label, value }) => `${label}: ${value}`),
    ...leftOut.map((what) => `Left out: ${what}`),
  ];
  return [
    '<div style="font-family:Arial,Helvetica,sans-serif;font-size:14px;line-height:1.4;color:#1b1f24;max-width:720px">',
    `<h2 style="margin:0;font-size:20px">${escapeMarkup(title)}</h2>`,
    `<p style="margin:4px 0 12px;color:#57606a">${escapeMarkup(period)}</p>`,
    `<p style="margin:0 0 12px;font-weight:bold">${escapeMarkup(verdict)}</p>`,
    `<table role="presentation" style="border-collapse:collapse;width:100%">${rows.join('')}</table>`,
    `<ul style="padding-left:18px;margin:12px 0 0">${items.map((item) => `<li style="margin:2px 0">${escapeMarkup(item)}</li>`).join('')}</ul>`,
    '</div>',
  ].join('');
}

/** Slack: three characters are escaped, and the marks of its own formatting are kept out of names. */
const slack = (text: string) =>
  escapeAngles(text.replace(/\s+/g, ' ')).replace(/[*_~`]/g, (mark) => `\u200b${mark}\u200b`);

/** Slack: a block of text holds 3,000 characters; a little less, for what a Zap puts around it. */
const MOST_SLACK = 2_900;

/** Room that the end of the message keeps beside the clusters, and the longest of its parts. */
const END_SLACK = 1_200;
const PART_SLACK = 300;

/** Never longer than a message may be: the clusters that are well are the first to be only counted. */
export function asSlack({ title, period, verdict, lines, facts, leftOut }: ReportDocument): string {
  const short = (text: string) => slack(shortened(text, PART_SLACK));
  const head = [`*${short(title)}*`, short(period), `*${short(verdict)}*`];
  const end = fitting(
    [
      ...facts.map(({ label, value }) => `• ${short(label)}: ${short(value)}`),
      ...leftOut.map((what) => `• Left out: ${short(what)}`),
    ],
    END_SLACK,
    (count) => `• ${count} more in the other forms of this report`,
  );
  const taken = [...head, ...end].reduce((sum, line) => sum + line.length + 1, 0);
  const shown = fitting(
    lines.map((line) => {
      const details = line.details.length > 0 ? ` – ${short(line.details.join('; '))}` : '';
      return `${line.isBad ? ':warning:' : ':white_check_mark:'} ${bar(line.percent)} ${slack(percentOf(line))} *${short(line.name)}* ${slack(line.status)}${details}`;
    }),
    MOST_SLACK - taken,
    (count) => `… and ${count} more of ${lines.length} clusters`,
  );
  return [...head, ...shown, ...end].join('\n');
}

/** As many lines from the first on as have room, and a word about how many have none. */
function fitting(lines: readonly string[], room: number, more: (count: number) => string) {
  const lengthOf = (part: readonly string[]) =>
    part.reduce((sum, line) => sum + line.length + 1, 0);
  if (lengthOf(lines) <= room) return [...lines];
  let count = lines.length - 1;
  const cut = () => [...lines.slice(0, count), more(lines.length - count)];
  while (count > 0 && lengthOf(cut()) > room) count -= 1;
  return cut();
}

function shortened(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}
