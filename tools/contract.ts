/** `npm run contract`: requests of the integration and replies of the sandbox, against the vendor's document. */
import { parseArgs } from 'node:util';
import { createChecker } from './contract/check.ts';
import { deviations } from './contract/deviations.ts';
import { loadOperations, UnreadableDocument } from './contract/document.ts';
import { collectExchanges } from './contract/exchanges.ts';
import { judge } from './contract/judge.ts';
import { printCoverage, printJudgement } from './contract/print.ts';

const USAGE = `npm run contract -- --spec FILE-OR-URL

FILE-OR-URL is CrateDB Cloud's OpenAPI 3.0 document. Exit code 1: something is not as the document
says. Exit code 3: the document cannot be read, and nothing was checked.`;

const { values } = parseArgs({
  options: { spec: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
});

if (values.help) console.log(USAGE);
else process.exitCode = await main(values.spec ?? '');

async function main(spec: string): Promise<number> {
  try {
    if (spec === '') throw new UnreadableDocument('no --spec was given');
    const operations = await loadOperations(spec);
    const checker = createChecker(operations);
    const { exchanges, served, steps, failed } = await collectExchanges(operations);
    const judgement = judge(
      exchanges.flatMap((exchange) => checker.check(exchange)),
      deviations,
    );
    printCoverage({ operations, served, exchanges, checker, steps });
    printJudgement(judgement, failed);
    return judgement.unexplained.length + judgement.unused.length + failed.length > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UnreadableDocument)) throw error;
    console.error(`CONTRACT NOT CHECKED: the API document cannot be read (${error.message}).`);
    console.error(USAGE);
    return 3;
  }
}
