/** A definition as the rules look at it: its steps, fields and texts as flat lists. */

export type Field = {
  key: string;
  label?: string;
  type?: string;
  required?: boolean;
  list?: boolean;
  dict?: boolean;
  computed?: boolean;
  helpText?: string;
  choices?: unknown;
  dynamic?: string;
  search?: string;
  dependsOn?: string[];
  default?: unknown;
  placeholder?: unknown;
  inputFormat?: string;
  primary?: boolean;
  group?: string;
  children?: Field[];
};

type Operation = {
  type?: string;
  inputFields?: unknown[];
  inputFieldGroups?: { key: string; label?: string }[];
  outputFields?: unknown[];
  sample?: unknown;
  canPaginate?: boolean;
  perform?: unknown;
  performList?: unknown;
  performSubscribe?: unknown;
  performUnsubscribe?: unknown;
};

type Definition = {
  key: string;
  noun?: string;
  display?: { label?: string; description?: string; hidden?: boolean };
  operation?: Operation;
};

type Definitions = Record<string, Definition>;

export type App = {
  version?: string;
  platformVersion?: string;
  flags?: { cleanInputData?: boolean };
  authentication?: {
    test?: unknown;
    connectionLabel?: unknown;
    fields?: Field[];
  };
  triggers?: Definitions;
  searches?: Definitions;
  creates?: Definitions;
  searchOrCreates?: Record<string, { key: string; search: string; create: string }>;
};

/** `fields` and `outputs` are the static ones; those that a function makes are not among them. */
export type Step = {
  kind: 'trigger' | 'search' | 'create';
  /** Where it stands in the definition: `triggers.new_cluster`. */
  where: string;
  mapKey: string;
  key: string;
  noun: string;
  label: string;
  description: string;
  hidden: boolean;
  operation: Operation;
  fields: Field[];
  outputs: Field[];
  /** True when a function makes further output fields. */
  moreOutputs: boolean;
  sample: Record<string, unknown> | null;
};

/** A field, with the step it belongs to; none for a field of the connection. */
export type FieldAt = { where: string; field: Field; step?: Step };

export type View = {
  app: App;
  steps: Step[];
  /** Fields of all steps, those of line items too. */
  inputs: FieldAt[];
  outputs: FieldAt[];
  connection: FieldAt[];
  /** All texts of the definition, wherever they stand. */
  texts: { where: string; text: string }[];
};

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isField = (value: unknown): value is Field =>
  isObject(value) && typeof value.key === 'string';

function toStep(kind: Step['kind'], group: string, mapKey: string, from: Definition): Step {
  const { display = {}, operation = {} } = from;
  const { inputFields = [], outputFields = [], sample } = operation;
  return {
    kind,
    where: `${group}.${mapKey}`,
    mapKey,
    key: from.key,
    noun: from.noun ?? '',
    label: display.label ?? '',
    description: display.description ?? '',
    hidden: display.hidden === true,
    operation,
    fields: inputFields.filter(isField),
    outputs: outputFields.filter(isField),
    moreOutputs: outputFields.some((field) => !isField(field)),
    sample: isObject(sample) ? sample : null,
  };
}

function flat(where: string, fields: Field[], step?: Step): FieldAt[] {
  return fields.flatMap((field) => {
    const at = `${where}.${field.key}`;
    return [{ where: at, field, ...(step && { step }) }, ...flat(at, field.children ?? [], step)];
  });
}

function textsOf(where: string, value: unknown): View['texts'] {
  // A function in a written-out definition is code, not text.
  if (typeof value === 'string') return value.startsWith('$func$') ? [] : [{ where, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(`${where}.${key}`, inner));
}

/** @param definition an app as its source exports it, or as the command `definition` writes it out */
export function viewOf(definition: object): View {
  const app = definition as App;
  const steps = [
    ...Object.entries(app.triggers ?? {}).map(([k, it]) => toStep('trigger', 'triggers', k, it)),
    ...Object.entries(app.searches ?? {}).map(([k, it]) => toStep('search', 'searches', k, it)),
    ...Object.entries(app.creates ?? {}).map(([k, it]) => toStep('create', 'creates', k, it)),
  ];
  return {
    app,
    steps,
    inputs: steps.flatMap((step) => flat(step.where, step.fields, step)),
    outputs: steps.flatMap((step) => flat(`${step.where} output`, step.outputs, step)),
    connection: flat('authentication', app.authentication?.fields ?? []),
    texts: textsOf('app', app),
  };
}
