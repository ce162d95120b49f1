/** What the editor of a Zap asks of the app: dropdowns and fields. */
import type { Zapier } from './api.ts';
import { rawInput } from './input.ts';
import { pageOf, pagingMeta } from './paging.ts';
import type { Steps } from './steps.ts';
import type { Item } from './types.ts';

type Editor = Pick<Zapier, 'dropdown' | 'choices' | 'fields' | 'outputFields'>;

export function editorOf({ stepOf, step, prepared, poll, fields }: Steps): Editor {
  return {
    async dropdown(triggerKey, input = {}, { page = 0 } = {}) {
      const { operation } = await stepOf('triggers', triggerKey);
      if (page > 0 && !operation.canPaginate) {
        throw new Error(`${triggerKey} has no second page: it lacks canPaginate`);
      }
      const storeKey = JSON.stringify(['dropdown', triggerKey, rawInput(input)]);
      const meta = { isFillingDynamicDropdown: true, page };
      return (await poll(triggerKey, input, storeKey, meta)) as Item[];
    },

    async choices(kind, key, fieldKey, input = {}, { pagingToken } = {}) {
      const { operation, ...call } = await prepared(kind, key, input);
      const index = (operation.inputFields ?? []).findIndex(
        (field) => typeof field !== 'string' && field.key === fieldKey,
      );
      if (index < 0) throw new Error(`${key} has no static field ${fieldKey}`);
      const meta = { ...call.meta, isFillingDynamicDropdown: true, ...pagingMeta(pagingToken) };
      const method = `${kind}.${key}.operation.inputFields.${index}.choices.perform`;
      return pageOf(await step(method, { ...call, meta }));
    },

    fields: (kind, key, input = {}) => fields(kind, key, input),

    async outputFields(kind, key, input = {}) {
      const { operation, ...call } = await prepared(kind, key, input);
      return (await step(`${kind}.${key}.operation.outputFields`, call)) as Item[];
    },
  };
}
