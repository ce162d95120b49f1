/** The user's connection: its test and its label. */
import type { Zapier } from './api.ts';
import { connectionLabel } from './label.ts';
import type { Steps } from './steps.ts';
import type { Input } from './types.ts';

export function connectionOf(
  { definition, step }: Steps,
  authData: Record<string, string>,
): Zapier['connection'] {
  const test = () => step('authentication.test', { meta: { isTestingAuth: true } });
  return {
    test,
    async label() {
      const tested = await test();
      const template = (await definition()).authentication?.connectionLabel;
      if (template === undefined) return '';
      if (typeof template === 'string' && !template.startsWith('$func$')) {
        return connectionLabel(template, authData, tested);
      }
      const inputData = tested as Input;
      return String(await step('authentication.connectionLabel', { inputData }));
    },
  };
}
