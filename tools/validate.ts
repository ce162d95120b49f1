/** `npm run validate`: the schema, by Zapier's own CLI, then the publishing checks that need no server. */
import { pathToFileURL } from 'node:url';
import { runZapierCli } from './command.ts';
import { ROOT } from './paths.ts';
import { checkRules } from './publishing-checks/index.ts';

const cli = await runZapierCli(['validate', '--without-style', '--format', 'json'], { cwd: ROOT });
const schemaErrors = (() => {
  try {
    // Progress goes to stderr; the answer is the list on stdout, behind what the build printed.
    return JSON.parse(cli.stdout.slice(cli.stdout.indexOf('['))) as object[];
  } catch {
    throw new Error(`zapier-platform validate gave no answer:\n${cli.stdout}${cli.stderr}`);
  }
})();
for (const error of schemaErrors) console.log(JSON.stringify(error));
if (cli.code !== 0 && schemaErrors.length === 0) {
  throw new Error(`zapier-platform validate ended with ${cli.code}:\n${cli.stdout}${cli.stderr}`);
}
console.log(`Schema (zapier-platform validate): ${schemaErrors.length} errors\n`);

// What the CLI has just bundled is what is judged.
const { default: app } = (await import(pathToFileURL(`${ROOT}/dist/index.js`).href)) as {
  default: object;
};
const rules = checkRules(app);
console.log('checked  found  rule');
for (const { code, says, checked, findings } of rules) {
  const counts = `${String(checked).padStart(7)}  ${String(findings.length).padStart(5)}`;
  console.log(`${counts}  ${code.padEnd(14)} ${says}`);
}

const findings = rules.flatMap((rule) => rule.findings);
for (const { rule, where, message } of findings) console.log(`\n${rule}  ${where}: ${message}`);
const looked = rules.reduce((sum, { checked }) => sum + checked, 0);
console.log(
  `\nPublishing checks: ${rules.length} rules, ${looked} looks, ${findings.length} findings`,
);
process.exitCode = schemaErrors.length + findings.length > 0 ? 1 : 0;
