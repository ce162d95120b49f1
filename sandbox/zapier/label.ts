/**
 * A connection's label from its template. API: the connection's fields and the answer of
 * `authentication.test` stand at the top level, and as `bundle.authData` and `bundle.inputData`;
 * `a__b` reads b of a.
 */
export function connectionLabel(
  template: string,
  authData: Record<string, string>,
  tested: unknown,
): string {
  const values = {
    ...authData,
    ...(tested as Record<string, unknown>),
    bundle: { authData, inputData: tested },
  };
  return template.replace(/\{\{(.+?)\}\}/g, (_, path: string) => {
    const parts = path.trim().replaceAll('__', '.').split('.');
    const value = parts.reduce<unknown>(
      (part, name) => (part as Record<string, unknown> | undefined)?.[name],
      values,
    );
    return value === undefined || value === null ? '' : String(value);
  });
}
