/** The probe's report in Markdown: forms, never values. */
import { VERSION } from '../../src/kit/version.ts';
import { compare, type Field } from './compare.ts';
import { DOCUMENTED, type Endpoint, type EndpointPath, endpoints } from './endpoints.ts';
import { typeOf } from './formats.ts';
import { createNames, mustBeRedacted, type Names } from './names.ts';
import type { Observation } from './observation.ts';
import { answer, status, UNANSWERED } from './questions.ts';
import type { Survey } from './survey.ts';

export type ReportOptions = {
  /** In our words, never an address. */
  server: string;
  /** Texts that must not be in the report as they are. */
  secrets: readonly string[];
};

/** @throws Error if it would hold an id, an e-mail, a token, an address or a secret */
export function writeReport(found: Survey, { server, secrets }: ReportOptions): string {
  const all = [
    ...found.replies.values(),
    found.refusals,
    found.unknownIds,
    found.foreignIds,
  ].flat();
  const names = createNames(
    all.map(({ body }) => body),
    DOCUMENTED,
  );
  const kinds = [...found.replies].map(([endpoint, observations]) =>
    kindOf(endpoint, observations, names),
  );
  const report = [
    '# Probe of CrateDB Cloud',
    `Version ${VERSION} of the integration against ${server}; ${found.requests} requests, all GET or HEAD. Names of fields, types, statuses, forms and counts; no values.`,
    '## Our schemas against the replies',
    summary(kinds),
    '## Questions',
    ...answer(found, names).flatMap(({ question, lines }) => [
      `### ${question}`,
      lines.map((line) => `- ${line}`).join('\n'),
    ]),
    '### What reading cannot tell',
    UNANSWERED.map((line) => `- ${line}`).join('\n'),
    '## Fields',
    '"In" counts the objects that had the field. Remarks: a field of ours was "never sent" or "cannot be read"; one of theirs is "unknown" to us, or documented and "not read".',
    ...byThing(kinds).flatMap((alike) => fieldSection(alike, names)),
  ].join('\n\n');
  mustBeRedacted(report, secrets);
  return `${report}\n`;
}

type Kind = {
  endpoint: EndpointPath;
  statuses: string[];
  things: unknown[];
  /** What stood where the list should be. */
  form: string[];
  fields: Field[];
};

function kindOf(endpoint: EndpointPath, observations: readonly Observation[], names: Names): Kind {
  const known: Endpoint = endpoints[endpoint];
  const { within } = known;
  const bodies = observations
    .filter(({ reply, body }) => reply.status === 200 && body !== undefined)
    .map(({ body }) => (within ? (body as Record<string, unknown> | null)?.[within] : body));
  const things = bodies.flatMap((body) => (Array.isArray(body) ? body : [body]));
  return {
    endpoint,
    statuses: count(observations.map(({ reply }) => status(reply))),
    things,
    form: count(bodies.map(typeOf)),
    fields: compare(known, things, names),
  };
}

function summary(kinds: readonly Kind[]): string {
  const rows = kinds.map(({ endpoint, statuses, form, things, fields }) => {
    const hasSchema = endpoints[endpoint].schema !== null;
    const having = (remark: RegExp) =>
      hasSchema
        ? fields.filter((it) => remark.test(it.remark ?? '')).map(({ path }) => `\`${path}\``)
        : [];
    return [
      `\`GET ${endpoint}\``,
      statuses.join(', '),
      form.join(', '),
      String(things.length),
      having(/^never sent/).join(' '),
      having(/cannot be read/).join(' '),
      having(/read as/).join(' '),
      hasSchema ? having(/^unknown/).join(' ') : '(no schema)',
    ];
  });
  const head = [
    '',
    'Status',
    'Form',
    'Things',
    'Never sent',
    'Cannot be read',
    'Read as',
    'Unknown',
  ];
  return table(head, rows);
}

/** Replies that one schema reads are one table. */
function byThing(kinds: readonly Kind[]): Kind[][] {
  const groups = new Map<unknown, Kind[]>();
  for (const kind of kinds.filter(({ fields }) => fields.length > 0)) {
    const key = endpoints[kind.endpoint].schema ?? kind.endpoint;
    groups.set(key, [...(groups.get(key) ?? []), kind]);
  }
  return [...groups.values()];
}

function fieldSection(alike: readonly Kind[], names: Names): string[] {
  const [first] = alike;
  if (!first) return [];
  const things = alike.flatMap((kind) => kind.things);
  const fields = compare(endpoints[first.endpoint], things, names);
  const rows = fields.map(({ path, types, formats, words, sent, of, nulls, remark }) => [
    `\`${path}\``,
    types.join(', '),
    [...formats, ...(words.length > 0 ? [`(${words.join(', ')})`] : [])].join(', '),
    `${sent}/${of}`,
    nulls === 0 ? '' : String(nulls),
    remark ?? '',
  ]);
  return [
    `### ${alike.map(({ endpoint }) => `\`GET ${endpoint}\``).join(', ')}`,
    table(['Field', 'Type', 'Form', 'In', 'Null', 'Remark'], rows),
  ];
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) =>
    `| ${cells.map((it) => it.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** `200 (3)`, most frequent first. */
function count(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([text, times]) => `${text} (${times})`);
}
