/** What a sample shows: the sample itself, and each of its line items by itself. */
import { visibleSteps } from '../rule.ts';
import { isObject, type Step, type View } from '../view.ts';

type Values = Record<string, unknown>;

export type Scene = { where: string; step: Step; values: Values };

export function scenesOf(view: View): Scene[] {
  return visibleSteps(view).flatMap((step) => {
    const sample = step.sample ?? {};
    const items = Object.entries(sample).flatMap(([key, list]) =>
      linesOf(list).map((values, index) => ({
        where: `${step.where} sample.${key}[${index}]`,
        step,
        values,
      })),
    );
    return [{ where: `${step.where} sample`, step, values: sample }, ...items];
  });
}

/** The line items of a value; none if it is no list of them. */
export const linesOf = (value: unknown): Values[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** Whether a value says anything. */
export const has = (value: unknown) => value !== null && value !== undefined && value !== '';
