import type { Checker } from './check.ts';
import type { Operation } from './document.ts';
import type { Judgement } from './judge.ts';
import type { Exchange } from './recorder.ts';

type Coverage = {
  operations: readonly Operation[];
  served: readonly Operation[];
  exchanges: readonly Exchange[];
  checker: Checker;
  steps: { steps: number; runs: number };
};

/** A line per system: operations that steps call, that the sandbox serves, that the document has. */
export function printCoverage({ operations, served, exchanges, checker, steps }: Coverage): void {
  const fromSteps = exchanges.filter(({ cause }) => cause.step !== null);
  const called = new Set(fromSteps.flatMap((it) => checker.operationOf(it)?.name ?? []));
  const count = (tag: string | null) => {
    const mine = operations.filter((it) => tag === null || it.tag === tag);
    const numbers = [
      mine.filter((it) => called.has(it.name)).length,
      mine.filter((it) => served.includes(it)).length,
      mine.length,
    ];
    return `${numbers.map((it) => String(it).padStart(11)).join('')}  ${tag ?? 'all'}`;
  };
  console.log('integration    sandbox   document  system');
  for (const tag of [...new Set(operations.map((it) => it.tag))].sort()) console.log(count(tag));
  console.log(count(null));
  console.log(
    `\n${steps.steps} steps in ${steps.runs} runs sent ${fromSteps.length} requests; ` +
      `${exchanges.length} requests and replies were held against the document.\n`,
  );
}

export function printJudgement(
  { unexplained, explained, unused }: Judgement,
  failed: string[],
): void {
  console.log(`Deviations that are known, with their reasons (${explained.length}):`);
  for (const deviation of new Set(explained.map((it) => it.deviation))) {
    const met = explained.filter((it) => it.deviation === deviation);
    const whats = met.map(({ what, times }) => `${what} (${times})`).join(', ');
    console.log(`- ${deviation.side}, ${deviation.problem}: ${whats}\n  ${deviation.because}`);
  }
  for (const one of unexplained) {
    const value = one.value === '' ? '' : ` is ${one.value}`;
    console.log(`\nFINDING ${one.side}, ${one.problem}: ${one.what}${value} (${one.times} times)`);
    for (const operation of one.operations.slice(0, 4)) console.log(`  in ${operation}`);
    if (one.steps.length > 0) console.log(`  by ${one.steps.slice(0, 6).join(', ')}`);
  }
  for (const { deviation, what } of unused) {
    console.log(`\nUNUSED deviation ${deviation.side}, ${deviation.problem}: ${what}`);
  }
  for (const line of failed) console.log(`\nSTEP NOT RUN ${line}`);
  console.log(
    `\nContract: ${unexplained.length} findings, ${unused.length} unused deviations, ` +
      `${failed.length} steps not run`,
  );
}
