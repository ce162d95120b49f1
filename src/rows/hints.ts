/** What a field of the form says about its column: how to write a value, and what is taken without one. */
import type { Column } from '../clients/sql/columns.ts';
import type { SqlType } from '../clients/sql/types.ts';

export function hintOf(column: Column): string {
  const { type, defaultTo } = column;
  const parts = [formOf(type), defaultTo === null ? '' : `If left blank: ${defaultTo}.`];
  return parts.filter((part) => part !== '').join(' ');
}

function formOf(type: SqlType): string {
  if (type.depth > 1) return 'A JSON list of lists.';
  const single = singleOf(type);
  if (type.depth === 0) return single;
  return type.scalar === 'object'
    ? 'A JSON list of objects.'
    : `Several values. Each: ${lower(single)}`;
}

function singleOf({ scalar, length }: SqlType): string {
  switch (scalar) {
    case 'text':
    case 'character':
      return length === null ? 'Text.' : `Text of at most ${length} characters.`;
    case 'boolean':
      return 'Yes or No.';
    case 'byte':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return 'A whole number.';
    case 'real':
    case 'double precision':
    case 'numeric':
      return 'A number, with a dot for decimals.';
    case 'timestamp with time zone':
      return 'A time such as 2026-03-02T09:00:00Z; without a zone it is taken as UTC.';
    case 'timestamp without time zone':
      return 'A time such as 2026-03-02T09:00:00; a zone is left out, not converted.';
    case 'ip':
      return 'An IP address.';
    case 'geo_point':
      return 'A point, longitude first: POINT (9.74 47.41).';
    case 'geo_shape':
      return 'A shape as WKT or GeoJSON.';
    case 'object':
      return 'An object as JSON; fields for its parts win over it.';
    case 'float_vector':
      return length === null ? 'Numbers with commas.' : `${length} numbers with commas.`;
    case 'bit':
      return length === null ? 'Bits such as 1010.' : `${length} bits such as 1010.`;
    case 'uuid':
      return 'A UUID.';
    default:
      return '';
  }
}

const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
