/** `npm run invoke`: one step against the sandbox, run by Zapier's own CLI. */
import { parseArgs } from 'node:util';
import { examples } from '../examples/index.ts';
import { type Finished, runZapierCli } from './command.ts';
import { asTexts, parseInput } from './invoke/input.ts';
import { openSandbox, USUAL_ORIGIN } from './invoke/sandbox.ts';
import { openWorkspace } from './invoke/workspace.ts';

const USAGE = `npm run invoke -- trigger|search|create KEY [-i JSON] [--origin URL]
npm run invoke -- auth test|label [--origin URL]

Without -i the input is that of the step's example. The sandbox is the one at --origin
(${USUAL_ORIGIN}, where \`npm run sandbox\` listens), or one started for this command.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    input: { type: 'string', short: 'i' },
    origin: { type: 'string', default: USUAL_ORIGIN },
    help: { type: 'boolean', short: 'h' },
  },
});
const [kind = '', key = '', ...rest] = positionals;
const known = ['trigger', 'search', 'create', 'auth'].includes(kind) && key !== '';

if (values.help || !known || rest.length > 0) {
  console.error(USAGE);
  process.exitCode = values.help ? 0 : 1;
} else {
  const { code, stdout, stderr } = await invoke();
  process.stdout.write(stdout);
  process.stderr.write(stderr.replace(/^The \.env file does not exist.*\n/m, ''));
  process.exitCode = code;
}

/** What is said about the run goes to stderr: stdout is the step's result alone. */
async function invoke(): Promise<Finished> {
  const given = values.input === undefined ? undefined : parseInput(values.input);
  const workspace = await openWorkspace();
  const sandbox = await openSandbox(values.origin);
  try {
    console.error(
      sandbox.startedHere
        ? `No sandbox runs at ${values.origin}; one was started for this command.`
        : `Sandbox: ${sandbox.control.origin}`,
    );
    const { admin } = (await sandbox.control.seed()).keys;
    const input =
      kind === 'auth' ? [] : ['-i', JSON.stringify(asTexts(given ?? (await example())))];
    return await runZapierCli(
      ['invoke', kind, key, ...input, '--non-interactive', '--timezone', 'UTC'],
      {
        cwd: workspace.folder,
        env: {
          CRATEDB_CLOUD_URL: sandbox.control.origin,
          authData_api_key: admin.key,
          authData_api_secret: admin.secret,
        },
      },
    );
  } finally {
    await sandbox.close();
    await workspace.close();
  }

  /** The input of the step's example, with the sandbox prepared for it. */
  async function example() {
    const found = examples[key];
    if (!found) {
      console.error(`There is no example of ${key}; the input is empty.`);
      return {};
    }
    await found.prepare?.(sandbox.control);
    console.error(`Example: ${found.shows}\nInput: ${JSON.stringify(found.input)}`);
    return found.input;
  }
}
