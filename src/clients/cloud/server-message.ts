/**
 * The server's message made readable. Seen are `{message, success, errors: {field: string | string[] |
 * object}}`, `{errors: "text"}`, `related_resources` beside a message, and bodies that are no JSON.
 */
export function readServerMessage(text: string): string | null {
  const body = parseObject(text);
  if (!body) return null;
  const message = typeof body.message === 'string' ? body.message.trim() : '';
  const details = [...flatten(body.errors), ...relatedResources(body.related_resources)];
  const joined = [message, details.join('; ')].filter(Boolean).join(' - ');
  return joined === '' ? null : joined.replace(/\s+/g, ' ');
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flatten(value: unknown, path: string[] = []): string[] {
  if (typeof value === 'string') return [path.length ? `${path.join('.')}: ${value}` : value];
  if (Array.isArray(value)) return value.flatMap((item) => flatten(item, path));
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, inner]) => flatten(inner, [...path, key]));
  }
  return [];
}

function relatedResources(value: unknown): string[] {
  if (!isObject(value)) return [];
  return Object.entries(value).map(
    ([kind, ids]) => `${Array.isArray(ids) ? ids.length : 'some'} ${kind} still there`,
  );
}
