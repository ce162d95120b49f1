/** The groups of a form of more than six fields. Fields without one stand above all groups. */

/** The groups with their headings, in no order of their own. */
const GROUPS = {
  where: 'Where',
  which: 'Which Clusters',
  ranges: 'IP Ranges',
  content: 'Content',
  metric: 'Metric',
  size: 'Size',
  time: 'Time',
  values: 'Values',
  look: 'Appearance',
  billing: 'Billing',
  safety: 'Safety',
} as const;

export type Group = keyof typeof GROUPS;

type Groupable = { readonly key: string; readonly group?: Group };

/** The groups of a step's fields as Zapier's schema wants them, in the order of the fields. */
export function groupsOf(fields: readonly Groupable[]): { key: Group; label: string }[] {
  const used = new Set(fields.flatMap(({ group }) => group ?? []));
  return [...used].map((key) => ({ key, label: GROUPS[key] }));
}

type Grouped<Fields extends readonly Groupable[], In extends Group> = {
  readonly [Index in keyof Fields]: Fields[Index] & { readonly group: In };
};

/** The same fields in a group of the form: fields that steps share stand where each of them wants. */
export function grouped<const In extends Group, const Fields extends readonly Groupable[]>(
  group: In,
  ...fields: Fields
): Grouped<Fields, In> {
  return fields.map((field) => ({ ...field, group })) as unknown as Grouped<Fields, In>;
}
