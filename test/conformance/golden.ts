/** What is for ever once published: keys of steps, of their inputs and of their outputs. */
import App, { subjects } from '../../index.ts';

type GoldenStep = {
  /** Whether each input is required. */
  inputs: Record<string, boolean>;
  /** Texts of the form, such as the warning of a destructive step. */
  texts: string[];
  outputs: string[];
};

export type Golden = {
  connection: string[];
  /** By method: `creates.scale_cluster`. */
  steps: Record<string, GoldenStep>;
  findOrCreate: Record<string, string>;
};

const MAPS = {
  trigger: 'triggers',
  dropdown: 'triggers',
  search: 'searches',
  create: 'creates',
} as const;

type Named = { key: string; required?: boolean; type?: string };

/** The static fields; those that a function makes are the account's, not the app's. */
const named = (fields: unknown): Named[] =>
  (Array.isArray(fields) ? fields : []).filter((field) => typeof field === 'object');

export function currentGolden(): Golden {
  const steps = Object.values(subjects)
    .flat()
    .map(({ type, definition }): [string, GoldenStep] => {
      const operation = definition.operation as { inputFields?: unknown; outputFields?: unknown };
      const isText = (field: Named) => field.type === 'copy';
      const fields = named(operation.inputFields);
      const inputs = fields.filter((field) => !isText(field));
      return [
        `${MAPS[type]}.${definition.key}`,
        {
          inputs: Object.fromEntries(inputs.map(({ key, required = false }) => [key, required])),
          texts: fields.filter(isText).map(({ key }) => key),
          outputs: named(operation.outputFields).map(({ key }) => key),
        },
      ];
    });
  return {
    connection: (App.authentication?.fields ?? []).map(({ key }) => key),
    steps: Object.fromEntries(steps.sort(([a], [b]) => (a < b ? -1 : 1))),
    findOrCreate: Object.fromEntries(
      Object.values(App.searchOrCreates ?? {}).map(({ search, create }) => [search, create]),
    ),
  };
}
