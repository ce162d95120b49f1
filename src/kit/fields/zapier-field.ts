import { constant } from '../constant.ts';
import type { InputField } from './read.ts';

const made = new WeakMap<InputField, object>();

/** The field as Zapier's schema knows it; one object for a field that several steps share. */
export function toZapierField(field: InputField): object {
  const known = made.get(field);
  if (known) return known;
  const {
    min: _min,
    max: _max,
    unit: _unit,
    exact: _exact,
    address: _address,
    open: _open,
    places: _places,
    children,
    type = 'string',
    helpText,
    ...shown
  } = field;
  const zapierField = constant({
    ...shown,
    // Zapier: line items are of no type, and their help is that of the fields inside.
    ...(children
      ? { children: children.map(toZapierField) }
      : {
          ...(helpText === undefined ? {} : { helpText }),
          ...(type === 'boolean' ? { choices: SWITCH } : {}),
          type: type === 'text' || type === 'copy' ? type : 'string',
        }),
  });
  made.set(field, zapierField);
  return zapierField;
}

const SWITCH = { true: 'Yes', false: 'No' };
