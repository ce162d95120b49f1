/** Makes the integration send what it can send: every step's example, and with each optional input. */
import { join } from 'node:path';
import { examples } from '../../examples/index.ts';
import { subjects } from '../../index.ts';
import { connectCloud } from '../../sandbox/cloud/control/client.ts';
import { startCloud } from '../../sandbox/cloud/index.ts';
import type { SqlService } from '../../sandbox/cloud/sql/service.ts';
import type { Switches } from '../../sandbox/cloud/world/switches.ts';
import {
  type InputField,
  type Meta,
  startZapier,
  type Zapier,
} from '../../sandbox/zapier/index.ts';
import { loadHandler } from '../../sandbox/zapier/load-app.ts';
import type { Step } from '../../src/kit/step.ts';
import { ROOT } from '../paths.ts';
import type { Recorder } from './recorder.ts';

type Input = Readonly<Record<string, unknown>>;

export type StepRuns = {
  steps: number;
  runs: number;
  /** Steps whose example could not be run: nothing is known of what they send. */
  failed: string[];
};

export async function runSteps(
  recorder: Recorder,
  sql: SqlService,
  { variants, switches = {} }: { variants: boolean; switches?: Partial<Switches> },
): Promise<StepRuns> {
  // In a process of its own, whose console is not mixed with what is printed here.
  const handler = await loadHandler({ module: join(ROOT, 'index.ts') });
  const failed: string[] = [];
  const steps: readonly Step[] = Object.values(subjects).flat();
  let runs = 0;
  for (const step of steps) {
    const { key } = step.definition;
    const example = examples[key];
    if (!example) {
      failed.push(`${key}: has no example`);
      continue;
    }
    const inputs = variants ? variantsOf(step, example.input) : [example.input];
    for (const [index, input] of inputs.entries()) {
      runs += 1;
      const cloud = await startCloud({ sql, switches });
      const control = connectCloud(cloud.origin);
      const { key: api_key, secret: api_secret } = (await control.seed()).keys.admin;
      recorder.lead(cloud.origin, { step: key, nulls: switches.nulls ?? false });
      const zapier = await startZapier({
        handler,
        authData: { api_key, api_secret, scope: 'everything' },
        environment: { CRATEDB_CLOUD_URL: recorder.origin },
        now: async () => new Date(await control.now()),
      });
      try {
        await example.prepare?.(control);
        await run(zapier, step, input, index === 0);
      } catch (error) {
        // A variant may be refused; what it sent until then counts. The example must work.
        if (index === 0) failed.push(`${key}: ${error instanceof Error ? error.message : error}`);
      } finally {
        await zapier.close();
        await cloud.close();
      }
    }
  }
  await handler.close();
  return { steps: steps.length, runs, failed };
}

async function run(zapier: Zapier, step: Step, input: Input, whole: boolean): Promise<void> {
  const { key } = step.definition;
  if (step.type === 'search') return void (await zapier.search(key, input));
  if (step.type === 'create') {
    await zapier.create(key, input);
    // The same again: it looks at what the first one left, and may find nothing to delete.
    if (whole && step.replay === 'safe') await zapier.create(key, input).catch(() => {});
    return;
  }
  const poll = (meta: Partial<Meta>) =>
    zapier.step(`triggers.${key}.operation.perform`, { inputData: { ...input }, meta });
  if (step.type === 'dropdown') {
    for (const page of whole ? [0, 1] : [0]) await poll({ isFillingDynamicDropdown: true, page });
    return;
  }
  await poll({});
  if (!whole) return;
  await poll({ isLoadingSample: true });
  await poll({ isPopulatingDedupe: true });
}

/** The example, then with every blank optional field filled in turn, then with all of them. */
function variantsOf(step: Step, input: Input): Input[] {
  const fields = (step.definition.operation.inputFields ?? []) as InputField[];
  const filled: Record<string, unknown> = {};
  const one = fields
    .filter((field) => field.type !== 'copy' && !(field.key in input))
    .flatMap((field) =>
      valuesFor(field).map((value) => {
        filled[field.key] ??= value;
        return { ...input, [field.key]: value };
      }),
    );
  return one.length > 1 ? [input, ...one, { ...input, ...filled }] : [input, ...one];
}

/** Every choice, both flags, or what examples of other steps put into a field of that key. */
function valuesFor(field: InputField): unknown[] {
  if (typeof field.choices === 'object' && field.choices !== null) {
    const choices = Object.keys(field.choices);
    return field.list ? choices.map((choice) => [choice]) : choices;
  }
  if (field.type === 'boolean') return [true, false];
  if (field.type === 'datetime') return ['2026-02-28T00:00:00Z'];
  const known = Object.values(examples).flatMap(({ input }) =>
    field.key in input ? [input[field.key]] : [],
  );
  const distinct = [...new Map(known.map((value) => [JSON.stringify(value), value])).values()];
  if (distinct.length > 0) return distinct.slice(0, 4);
  return field.type === 'integer' || field.type === 'number' ? [field.default ?? 1] : [];
}
