import { createRequire } from 'node:module';
import type { Input, InputField } from './types.ts';

const require = createRequire(import.meta.url);

type ResolveTypes = (data: Input, fields: { key: string; type?: string }[], zone: string) => Input;

/** Zapier's own reading of typed fields, from the `invoke` command of its CLI. */
const resolveTypes: ResolveTypes = require('zapier-platform-cli/src/oclif/commands/invoke/input-types.js');

const TYPED = new Set(['integer', 'number', 'boolean', 'datetime']);

const isObject = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `inputDataRaw`: what a field holds before it is read, where every single value is text. */
export function rawInput(value: Input): Input {
  return raw(value) as Input;
}

function raw(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(raw);
  if (isObject(value)) {
    const known = Object.entries(value).filter(([, part]) => part !== undefined);
    return Object.fromEntries(known.map(([key, part]) => [key, raw(part)]));
  }
  return value === null || value === undefined ? null : String(value);
}

/** Fields that the user never touched hold their default, as the editor saves it with a new step. */
export function withDefaults(input: Input, fields: InputField[]): Input {
  const untouched = fields.filter((field) => field.default !== undefined && !(field.key in input));
  return { ...Object.fromEntries(untouched.map((field) => [field.key, field.default])), ...input };
}

/**
 * `inputData`: every value as the type of its field. Empty text and null stay as they are; values
 * without a field are passed on untouched.
 */
export function typedInput(input: Input, fields: InputField[], timezone: string): Input {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => {
      const field = byKey.get(key);
      return [key, field ? typed(value, field, timezone) : value];
    }),
  );
}

function typed(value: unknown, field: InputField, timezone: string): unknown {
  if (value === null || value === undefined || value === '') return value;
  if (field.children) {
    const children = field.children;
    const items = Array.isArray(value) ? value : [value];
    return items.map((item) => (isObject(item) ? typedInput(item, children, timezone) : item));
  }
  if (field.list) {
    const items = Array.isArray(value) ? value : [value];
    return items.map((item) => typed(item, { ...field, list: false }, timezone));
  }
  if (Array.isArray(value)) return value.map((part) => typed(part, field, timezone));
  if (isObject(value)) return field.type === 'json' ? value : raw(value);
  if (!TYPED.has(field.type ?? '')) return String(value);
  const one = resolveTypes({ value: String(value) }, [{ ...field, key: 'value' }], timezone);
  return one.value;
}

/** What `cleanInputData: true` removes: empty text, null, empty lists and empty objects, at any depth. */
export function withoutEmpty(input: Input): Input {
  return (cleaned(input) as Input | undefined) ?? {};
}

function cleaned(value: unknown): unknown {
  if (value === null || value === '') return undefined;
  if (Array.isArray(value)) {
    const parts = value.map(cleaned).filter((part) => part !== undefined);
    return parts.length > 0 ? parts : undefined;
  }
  if (isObject(value)) {
    const parts = Object.entries(value)
      .map(([key, part]) => [key, cleaned(part)] as const)
      .filter(([, part]) => part !== undefined);
    return parts.length > 0 ? Object.fromEntries(parts) : undefined;
  }
  return value;
}
