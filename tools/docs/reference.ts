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
};

type Definition = {
  key: string;
  display: { label: string; description: string };
  operation: { inputFields?: Field[]; outputFields?: Field[] };
};

const KINDS = { trigger: 'Trigger', search: 'Search', create: 'Create' } as const;

const PROMISES = {
  new: 'Polls; each new thing is told once.',
  event: 'Polls; reads back over the last 7 days, so that a day of failed polls loses nothing.',
  alert:
    'Polls; told once per object and UTC period while it lasts, also when it is so already as the Zap is switched on.',
  safe: 'Safe to repeat: a second run changes nothing.',
  unsafe: 'Not safe to repeat: after a lost reply it stops and says that it may have happened.',
} as const;

/** The whole reference as Markdown, by subject. */
export function stepReference(): string {
  const parts = Object.entries(subjects).map(([name, steps]) => {
    const visible = steps.filter((step) => step.type !== 'dropdown');
    return [`## ${title(name)}`, ...visible.map(section)].join('\n\n');
  });
  return `${['# Steps', 'Made from the app by `npm run docs`.', ...parts].join('\n\n')}\n`;
}

function section(step: Step): string {
  const definition = step.definition as unknown as Definition;
  const { label, description } = definition.display;
  const kind = step.type === 'dropdown' ? '' : KINDS[step.type];
  return [
    `### ${label}`,
    `${kind} \`${definition.key}\`. ${description} ${promise(step)}`.trim(),
    inputs(definition.operation.inputFields ?? []),
    `Gives: ${(definition.operation.outputFields ?? []).map(output).join(', ')}.`,
    example(definition.key),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function promise(step: Step): string {
  if (step.type === 'trigger') return PROMISES[step.kind];
  return step.type === 'create' ? PROMISES[step.replay] : '';
}

function inputs(fields: Field[]): string {
  const rows = fields.map((field) => {
    const choices = field.choices ? `One of: ${Object.values(field.choices).join(', ')}.` : '';
    const preset = field.default
      ? `Default: ${field.choices?.[field.default] ?? field.default}.`
      : '';
    const notes = [field.helpText, choices, preset].filter(Boolean).join(' ');
    const need = field.type === 'copy' ? 'note' : field.required ? 'required' : '';
    return `| ${field.label}${field.list ? ' (several)' : ''} | ${need} | ${notes.replaceAll('|', '\\|')} |`;
  });
  return rows.length ? ['| Field | | |', '|---|---|---|', ...rows].join('\n') : '';
}

function output({ key, label }: Field): string {
  return `${label} (\`${key}\`)`;
}

function example(key: string): string {
  const worked = examples[key];
  if (!worked) return '';
  const input = JSON.stringify(worked.input, null, 2);
  return `${worked.shows}\n\n\`\`\`json\n${input}\n\`\`\``;
}

function title(name: string): string {
  const words = name.replace(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1).replace(/\bapi\b/i, 'API');
}
