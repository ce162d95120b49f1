import type { Bundle, Trigger, ZObject } from 'zapier-platform-core';
import { lazily } from '../base/lazily.ts';
import { constant } from './constant.ts';
import { toZapierError } from './errors.ts';
import type { InputField, InputOf } from './fields/read.ts';
import { firstOfEach } from './identity.ts';
import { outputFields, text } from './record/static.ts';
import { type Run, runStep } from './run/run.ts';
import type { DropdownStep } from './step.ts';

export type DropdownItem = { id: string; label: string };

type DropdownDefinition = {
  key: string;
  noun: string;
  /** In plural, as the error would name it: "clusters". */
  label: string;
  example: DropdownItem;
  /** Everything there is to choose from, in the order people would look. */
  list(run: Run<DropdownInput>): Promise<DropdownItem[]>;
};

/** What a dropdown reads of the form around it: the fields that narrow it. */
const narrowing = [
  { key: 'organization_id', label: 'Organization' },
  { key: 'project_id', label: 'Project' },
  { key: 'region', label: 'Region' },
  { key: 'cluster_id', label: 'Cluster' },
  { key: 'source_cluster_id', label: 'Cluster That Was Backed Up' },
  { key: 'backup_id', label: 'Backup' },
  { key: 'schema', label: 'Schema' },
  { key: 'table', label: 'Table' },
] as const satisfies readonly InputField[];

type DropdownInput = InputOf<typeof narrowing>;

const dropdownRecord = { id: text('ID', 'e1e38d92'), label: text('Label', 'weather-prod') };

/** A hidden trigger that fills a dropdown: `dynamic: 'key.id.label'`. */
export function defineDropdown(dropdown: DropdownDefinition): DropdownStep {
  const asker = { kind: 'search', label: `List ${dropdown.label}` } as const;
  const perform = async (z: ZObject, bundle: Bundle) => {
    try {
      return await runStep(z, bundle, narrowing, async (run) =>
        // The API sends these lists whole, so there is no second page.
        run.page > 0 ? [] : firstOfEach(await dropdown.list(run)).filter(canBeChosen),
      );
    } catch (error) {
      throw toZapierError(z, asker, error);
    }
  };
  const definition = {
    key: dropdown.key,
    noun: dropdown.noun,
    display: constant({
      label: `List ${dropdown.label}`,
      description: `Fills the dropdown of ${dropdown.label.toLowerCase()}.`,
      hidden: true,
    }),
    operation: {
      type: 'polling',
      perform,
      canPaginate: true,
      outputFields: outputFields(dropdownRecord),
      sample: constant({ ...dropdown.example }),
    },
  };
  return {
    type: 'dropdown',
    fields: narrowing,
    record: dropdownRecord,
    definition: definition as unknown as Trigger,
  };
}

/** What is chosen is handed over by its id, and a blank one is no choice. CrateDB takes blank names of columns. */
const canBeChosen = ({ id }: DropdownItem) => id.trim() !== '';

/** One for all comparisons: `localeCompare` would make one for each. */
const collator = lazily(() => new Intl.Collator('en', { sensitivity: 'base' }));

/** Alphabetical, as people look for names. */
export function byLabel(items: DropdownItem[]): DropdownItem[] {
  const { compare } = collator();
  return items.sort((a, b) => compare(a.label, b.label));
}

/** "name (what, tells, it, apart)", leaving out what is unknown. */
export function labelOf(name: string | null, ...apart: (string | null | undefined)[]): string {
  const known = apart.filter((part) => part);
  return known.length ? `${name ?? 'unnamed'} (${known.join(', ')})` : (name ?? 'unnamed');
}
