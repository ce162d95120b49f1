import type { Bundle, Trigger, ZObject } from 'zapier-platform-core';
import { type Described, declared, toDefinition } from './definition.ts';
import { toZapierError } from './errors.ts';
import type { InputField, InputOf } from './fields/read.ts';
import { firstOfEach, MOST_ITEMS, windowStart } from './identity.ts';
import { identityKey, type RecordOf, type RecordShape } from './record/static.ts';
import { type Run, runStep } from './run/run.ts';
import { seedOf } from './run/seed.ts';
import { turnOf } from './run/turn.ts';
import { withinSize } from './size.ts';
import type { TriggerKind, TriggerStep } from './step.ts';

type TriggerDefinition<Fields extends readonly InputField[], Shape extends RecordShape> = Described<
  Fields,
  Shape
> & {
  kind: TriggerKind;
  /**
   * What there is, each with an identity of its own in `id`. `new` and `event`: newest first. `alert`:
   * the most urgent first, and when `run.isSample`, what comes nearest to an alert.
   */
  perform(run: Run<InputOf<Fields>>): Promise<RecordOf<Shape>[]>;
  /** For things without a date: the whole list every time, because nothing tells which are new. */
  whole?: boolean;
  /**
   * For new things with a date, the output that has it: what is dated before the last 7 days is no news,
   * however late it is seen.
   */
  dated?: keyof Shape & string;
  /**
   * All that there is when a Zap is switched on, where that costs less than `perform` with `run.most`: the
   * identities, under the key that tells items apart.
   */
  seed?(run: Run<InputOf<Fields>>): Promise<object[]>;
};

/** A polling trigger. Zapier tells each `id` once; the kind decides what may be given when. */
export function defineTrigger<
  const Fields extends readonly InputField[],
  const Shape extends RecordShape,
>(trigger: TriggerDefinition<Fields, Shape>): TriggerStep {
  const asker = { kind: 'trigger', label: trigger.label } as const;
  const primary = identityKey(trigger.record);
  const perform = async (z: ZObject, bundle: Bundle) => {
    try {
      return await runStep(z, bundle, trigger.inputFields, async (run) => {
        // Alerts seed nothing, so that what is wrong already when a Zap is switched on is told.
        if (trigger.kind === 'alert' && run.isSeeding) return [];
        if (run.isSeeding) {
          const all: object[] = await (trigger.seed ?? trigger.perform)(run);
          return seedOf(firstOfEach(all, primary), primary, trigger.inputFields);
        }
        const items = firstOfEach(await trigger.perform(run), primary).filter((item) =>
          isNews(run, trigger.dated && item[trigger.dated]),
        );
        const told = trigger.whole ? items : await inTime(run, items, trigger.kind);
        return withinSize(told, primary, trigger.inputFields);
      });
    } catch (error) {
      throw toZapierError(z, asker, error);
    }
  };
  const definition = toDefinition(trigger, { type: 'polling', perform }) as Trigger;
  return { type: 'trigger', kind: trigger.kind, ...declared(trigger), definition };
}

/** As many as a poll may tell. An alert is not past when it is told, so those beyond have their turn later. */
async function inTime<Item>(run: Run<unknown>, items: Item[], kind: TriggerKind): Promise<Item[]> {
  if (kind !== 'alert' || items.length <= MOST_ITEMS) return items.slice(0, MOST_ITEMS);
  const turn = await turnOf(run, 'alerts', items.length);
  await turn.end(MOST_ITEMS);
  return turn.order(items).slice(0, MOST_ITEMS);
}

/**
 * Whether a poll tells what is of that date. True of what has no date, for it is known by its identity alone;
 * in the editor, anything will do.
 */
export function isNews(run: Run<unknown>, date: unknown): boolean {
  if (run.isSample || typeof date !== 'string') return true;
  return Date.parse(date) >= windowStart(run.now()).getTime();
}
