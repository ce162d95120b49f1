/** The step reference: one page per subject, made from the app and its examples. */
import { examples } from '../../examples/index.ts';
import { subjects } from '../../index.ts';
import type { Step } from '../../src/kit/step.ts';

type Field = {
  key: string;
  label: string;
  type?: string;
  required?: boolean;
  list?: boolean;
  helpText?: string;
  choices?: Record<string, string>;
  default?: string;
  children?: Field[];
};

type Definition = {
  key: string;
  display: { label: string; description: string };
  operation: { inputFields?: unknown[]; outputFields?: unknown[] };
};

/** A page of the reference: the name of its file, and its text. */
export type Page = { file: string; text: string };

const KINDS = { trigger: 'Trigger', search: 'Search', create: 'Action', dropdown: '' } as const;

const PROMISES = {
  new: 'Polls; each new thing is given once.',
  event: 'Polls; looks back over the last 7 days, so that a day of failed polls loses nothing.',
  alert:
    'Polls; given once per object and UTC period while the condition holds, also when it holds already as the Zap is switched on.',
  safe: 'Safe to repeat: a second run changes nothing.',
  unsafe: 'Not safe to repeat: after a lost reply it stops and says that it may have happened.',
} as const;

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  text: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  datetime: 'time',
  file: 'file',
  code: 'text',
};

/** All pages: the contents, then a page per subject. */
export function stepReference(): Page[] {
  const pages = Object.entries(subjects).map(([name, steps]) => {
    const visible = steps.filter((step) => step.type !== 'dropdown');
    const file = `${fileName(name)}.md`;
    const text = [`# ${title(name)}`, list(visible, ''), ...visible.map(section)].join('\n\n');
    return { name, file, visible, text: `${text}\n` };
  });
  const contents = [
    '# Steps',
    'Every step, with its fields, what it gives, and an example. Made from the app by `npm run docs`.',
    ...pages.map(
      ({ name, file, visible }) => `## [${title(name)}](${file})\n\n${list(visible, file)}`,
    ),
  ].join('\n\n');
  return [
    { file: 'README.md', text: `${contents}\n` },
    ...pages.map(({ file, text }) => ({ file, text })),
  ];
}

function list(steps: readonly Step[], file: string): string {
  const rows = steps.map((step) => {
    const { label, description } = definitionOf(step).display;
    return `| ${KINDS[step.type]} | [${label}](${file}#${anchor(label)}) | ${cell(description)} |`;
  });
  return ['| | | |', '|---|---|---|', ...rows].join('\n');
}

function section(step: Step): string {
  const { key, display, operation } = definitionOf(step);
  return [
    `## ${display.label}`,
    `${KINDS[step.type]} \`${key}\`. ${display.description} ${promise(step)}`.trim(),
    inputs(operation.inputFields ?? []),
    outputs(operation.outputFields ?? []),
    example(key),
  ]
    .filter(Boolean)
    .join('\n\n');
}

const definitionOf = (step: Step) => step.definition as unknown as Definition;

function promise(step: Step): string {
  if (step.type === 'trigger') return PROMISES[step.kind];
  if (step.type !== 'create') return '';
  const { level } = step;
  const need = typeof level === 'function' ? NEEDS.sometimes : NEEDS[level];
  return [PROMISES[step.replay], need].filter(Boolean).join(' ');
}

/** What a connection must be allowed to do. */
const NEEDS = {
  watch: 'A connection that may only watch can run it.',
  change: '',
  everything: 'Needs a connection that may do “Everything”.',
  sometimes:
    'Opening to everybody, granting admin rights, or taking protection off needs a connection that may do “Everything”.',
} as const;

/** Fields that a function makes are the account's, and cannot be listed. */
const isStatic = (field: unknown): field is Field => typeof field === 'object' && field !== null;

function inputs(fields: unknown[]): string {
  const rows = fields.filter(isStatic).flatMap(inputRows);
  if (fields.some((field) => !isStatic(field))) {
    rows.push('| *Fields of what was chosen above* | | | Made from it when the step is set up. |');
  }
  if (rows.length === 0) return '';
  return ['| Input | Key | | |', '|---|---|---|---|', ...rows].join('\n');
}

/** A field; of line items, the fields of one of them as well. */
function inputRows(field: Field): string[] {
  const choices = field.choices ? `One of: ${Object.values(field.choices).join(', ')}.` : '';
  const preset = field.default
    ? `Default: ${field.choices?.[field.default] ?? field.default}.`
    : '';
  const { children } = field;
  const kind = children ? 'Line items.' : undefined;
  const notes = [kind, field.helpText, choices, preset].filter(Boolean).join(' ');
  const need = field.type === 'copy' ? 'note' : field.required ? 'required' : '';
  const label = `${field.label}${field.list ? ' (several)' : ''}`;
  const inner = (children ?? []).flatMap((child) =>
    inputRows({
      ...child,
      key: `${field.key}[]${child.key}`,
      label: `${field.label}: ${child.label}`,
    }),
  );
  return [`| ${cell(label)} | \`${field.key}\` | ${need} | ${cell(notes)} |`, ...inner];
}

function outputs(fields: unknown[]): string {
  const rows = fields
    .filter(isStatic)
    .map(
      ({ key, label, type }) => `| ${cell(label)} | \`${key}\` | ${TYPES[type ?? ''] ?? type} |`,
    );
  if (fields.some((field) => !isStatic(field))) {
    rows.push('| *Fields of what was read* | | |');
  }
  return ['| Output | Key | |', '|---|---|---|', ...rows].join('\n');
}

function example(key: string): string {
  const worked = examples[key];
  if (!worked) return '';
  const input = JSON.stringify(worked.input, null, 2);
  return `Example. ${worked.shows}\n\n\`\`\`json\n${input}\n\`\`\``;
}

/** Text that a table's cell can hold. */
const cell = (text: string) => text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');

/** As the headings of a rendered page are named. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const fileName = (name: string) => name.replace(/([A-Z])/g, '-$1').toLowerCase();

function title(name: string): string {
  const words = name.replace(/([A-Z])/g, ' $1').toLowerCase();
  return (words.charAt(0).toUpperCase() + words.slice(1)).replace(/\bapi\b/i, 'API');
}
