/** What nobody knows for certain without an account, and what the replies say about it. */
import { compare } from './compare.ts';
import type { EndpointPath } from './endpoints.ts';
import { typeOf } from './formats.ts';
import { type Names, seriesNames } from './names.ts';
import type { Observation } from './observation.ts';
import type { Reply } from './reader.ts';
import { listOf, type Survey } from './survey.ts';
import { describeToken } from './token.ts';

export type Answer = { question: string; lines: string[] };

/** Reading cannot tell these. */
export const UNANSWERED = [
  'statuses of refused changes (busy cluster, protected cluster, taken name, shrinking, quota)',
  'the reply that makes an API key; `added` and `invited` of a new member; how long an invitation lives',
  'what a second scrape of the metrics within a minute gets; the general rate limit',
  'the units of consumption and of prices per minute: amounts are values',
];

export function answer(found: Survey, names: Names): Answer[] {
  const of = (endpoint: EndpointPath) => found.replies.get(endpoint) ?? [];
  const answers: Answer[] = [
    {
      question: 'How is a wrong key refused?',
      lines: found.refusals.map((it) => `${it.asked}: ${formOf(it, names)}`),
    },
    {
      question: 'What happens to a path without its last slash?',
      lines: found.unslashed.map((it) => `\`${it.asked}\`: ${formOf(it, names)}`),
    },
    {
      question: 'List or object?',
      lines: [
        ...of('/meta/cratedb-versions/').map(versionForms('/meta/cratedb-versions/', names)),
        ...of('/clusters/{cluster}/available-upgrades/').map(
          versionForms('available-upgrades', names),
        ),
        ...of('/clusters/{cluster}/available-products/').map(
          ({ about, reply, body }) =>
            `available-products, ${about}: ${reply.status === 200 ? typeOf(body) : status(reply)}`,
        ),
      ],
    },
    { question: 'What do the metrics look like?', lines: found.metrics.map(metricLine) },
    {
      question: 'What does the Prometheus endpoint send? (asked once)',
      lines: found.prometheus ? prometheusLines(found.prometheus) : [],
    },
    {
      question: 'What is a cluster token like, and who gets one?',
      lines: of('/clusters/{cluster}/jwt/').flatMap((it) => [
        `${it.about} cluster: ${formOf(it, names)}`,
        ...(it.reply.status === 200 ? describeToken(it.body, names) : []),
      ]),
    },
    { question: 'What do unknown ids get?', lines: grouped(found.unknownIds, names) },
    {
      question: 'What does a cluster of somebody else get?',
      lines: grouped(found.foreignIds, names),
    },
    {
      question: 'Which role may read what?',
      lines: roleLines(found),
    },
    {
      question: 'What are the rates of consumption keyed by?',
      lines: of('/organizations/{organization}/consumption/current-month/').flatMap(({ body }) =>
        ['hourly', 'monthly'].map((rate) => `${rate}: ${rateKeys(body, rate, names)}`),
      ),
    },
    { question: 'How does the audit log page?', lines: auditLines(found.auditPages) },
    {
      question: 'Do operations honour `limit`?',
      lines: found.limitedOperations ? [limitLine(found.limitedOperations)] : [],
    },
    {
      question: 'What does HEAD say about names of clusters?',
      lines: found.names.map((it) => `${it.asked}: ${status(it.reply)}`),
    },
    { question: 'Which headers limit, cache or announce an end?', lines: [headerLine(found)] },
  ];
  return answers.map(({ question, lines }) => ({
    question,
    lines: lines.length > 0 ? [...new Set(lines)] : ['not seen: nothing to ask about'],
  }));
}

export const status = ({ status }: Reply): string =>
  status === null ? 'no answer' : String(status);

/** Status, content type, where a redirect leads, and the form of the body. */
function formOf({ about, reply, body }: Observation, names: Names): string {
  const location = reply.headers.get('location');
  const parts = [status(reply), contentType(reply), bodyForm(reply, body, names)];
  if (location !== null) parts.push(`leads to ${target(location, about)}`);
  return parts.filter((part) => part !== '').join(', ');
}

function contentType(reply: Reply): string {
  const type = reply.headers.get('content-type') ?? '';
  return /^[a-z]+\/[\w.+-]+(;\s*(charset|version)=[\w.-]+)*$/i.test(type) ? `\`${type}\`` : '';
}

function bodyForm(reply: Reply, body: unknown, names: Names): string {
  if (reply.text.trim() === '') return 'no body';
  if (/^\s*</.test(reply.text)) return 'HTML';
  if (body === undefined) return 'plain text';
  if (typeOf(body) !== 'object') return `JSON ${typeOf(body)}`;
  return `JSON with ${Object.keys(body as object)
    .map(names.field)
    .join(', ')}`;
}

function target(location: string, asked: string): string {
  const url = URL.parse(location, 'https://api.invalid');
  if (url?.searchParams.has('rd')) return '`/?rd=<the path asked for>`';
  if (url?.pathname === `/api/v2${asked}/`) return 'the same path with its slash';
  return url?.hostname === 'api.invalid' ? 'another path' : 'another address';
}

function versionForms(what: string, names: Names) {
  return ({ about, reply, body }: Observation): string => {
    const channels = (body as { crate_versions?: unknown } | null)?.crate_versions;
    const forms = Object.entries(typeOf(channels) === 'object' ? (channels as object) : {}).map(
      ([channel, value]) => `${names.field(channel)}: ${typeOf(value)}`,
    );
    const where = about === '' ? what : `${what}, ${about}`;
    return `${where}: ${reply.status === 200 ? forms.sort().join('; ') || typeOf(channels) : status(reply)}`;
  };
}

function metricLine({ asked, reply, body }: Observation): string {
  if (reply.status !== 200) return `${asked}: ${status(reply)}`;
  const fields = compare({ schema: null }, [body], seriesNames).map(
    ({ path, types, formats, sent }) => `\`${path}\` ${[...types, ...formats].join(' ')} (${sent})`,
  );
  return `${asked}: ${fields.join('; ') || typeOf(body)}`;
}

function prometheusLines({ reply, body }: Observation): string[] {
  const form = [status(reply), contentType(reply)].filter(Boolean).join(', ');
  if (reply.status !== 200 || body !== undefined) return [form];
  const families = new Map<string, Set<string>>();
  for (const line of reply.text.split('\n')) {
    const [, family, labels = ''] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+\S/.exec(line) ?? [];
    if (family === undefined) continue;
    const names = families.get(family) ?? new Set<string>();
    for (const [, name] of labels.matchAll(/(?:^|,)\s*([a-zA-Z_]\w*)="(?:[^"\\]|\\.)*"/g)) {
      if (name) names.add(name);
    }
    families.set(family, names);
  }
  const lines = [...families].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `${form}, ${lines.length} families`,
    ...lines.map(([family, labels]) => `\`${family}\` {${[...labels].sort().join(', ')}}`),
  ];
}

/** Those that are answered alike, on one line. */
function grouped(observations: readonly Observation[], names: Names): string[] {
  const groups = new Map<string, string[]>();
  for (const it of observations) {
    const form = formOf(it, names);
    groups.set(form, [...(groups.get(form) ?? []), `\`${it.asked}\``]);
  }
  return [...groups].map(([form, asked]) => `${form}: ${asked.join(', ')}`);
}

function roleLines({ replies }: Survey): string[] {
  const byRole = new Map<string, Map<string, string[]>>();
  for (const [endpoint, observations] of replies) {
    for (const { about, reply, body } of observations) {
      if (!endpoint.startsWith('/organizations/{')) continue;
      const statuses = byRole.get(about) ?? new Map<string, string[]>();
      const count = Array.isArray(body) ? ` (${body.length})` : '';
      const name = `${endpoint.split('/').slice(3, -1).join('/')}${count}`;
      statuses.set(status(reply), [...(statuses.get(status(reply)) ?? []), name]);
      byRole.set(about, statuses);
    }
  }
  return [...byRole].map(
    ([role, statuses]) =>
      `${role}: ${[...statuses].map(([code, all]) => `${code} ${[...new Set(all)].join(', ')}`).join('; ')}`,
  );
}

function rateKeys(body: unknown, rate: string, names: Names): string {
  const cost = (body as { current_cost?: Record<string, unknown> | null } | null)?.current_cost;
  const rates = cost?.[rate];
  if (typeOf(rates) !== 'object') return typeOf(rates);
  return Object.keys(rates as object)
    .map((key) => (/^[A-Z]{3}$/.test(key) ? key : names.field(key)))
    .sort()
    .join(', ');
}

function auditLines([first, next]: readonly Observation[]): string[] {
  if (!first || !next) return [];
  const [ids, more] = [first, next].map(({ body }) => listOf(body).map(({ id }) => id));
  const twice = more?.filter((id) => ids?.includes(id)).length;
  return [
    `first page: ${ids?.length} events`,
    `with \`last\`: ${status(next.reply)}, ${more?.length} more, ${twice} of them again`,
  ];
}

function limitLine({ reply, body }: Observation): string {
  const operations = (body as { operations?: unknown } | null)?.operations;
  const count = Array.isArray(operations) ? operations.length : 'no list of';
  return `${status(reply)}, \`limit=1\` gives ${count} operations`;
}

const TELLING =
  /^(x-)?rate-?limit|^(retry-after|etag|last-modified|cache-control|deprecation|sunset|link|age)$/;

function headerLine({ replies }: Survey): string {
  const all = [...replies.values()].flat();
  const named = all.flatMap(({ reply }) =>
    [...reply.headers.keys()].filter((it) => TELLING.test(it)),
  );
  return [...new Set(named)].sort().join(', ') || 'none of them';
}
