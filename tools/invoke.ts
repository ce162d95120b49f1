/** `npm run invoke`: one step against the sandbox, run by Zapier's own CLI. */
import { parseArgs } from 'node:util';
import type { SeedInfo } from '../sandbox/cloud/control/client.ts';
import { type Finished, runZapierCli } from './command.ts';
import { asTexts, parseInput } from './invoke/input.ts';
import { openSandbox, USUAL_ORIGIN } from './invoke/sandbox.ts';
import { exampleOf, unknownKey, withoutKind } from './invoke/steps.ts';
import { openWorkspace } from './invoke/workspace.ts';

const USAGE = `npm run invoke -- trigger|search|create KEY [-i JSON] [--origin URL] [--as WHO] [--no-prepare] [--debug]
npm run invoke -- auth test|label [--origin URL] [--as WHO] [--debug]

Without -i the input is that of the step's example, and the sandbox is prepared for it.
The sandbox is the one at --origin (${USUAL_ORIGIN}, where \`npm run sandbox\` listens),
or one started for this command.

  --as WHO      whose API key: admin (default), member, projectAdmin, projectMember, secondOrgAdmin, ...
  --no-prepare  leaves the sandbox as it is: an example's preparation changes it
  --debug       shows the requests, as Zapier's CLI does`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    input: { type: 'string', short: 'i' },
    origin: { type: 'string', default: USUAL_ORIGIN },
    as: { type: 'string', default: 'admin' },
    'no-prepare': { type: 'boolean', default: false },
    debug: { type: 'boolean', short: 'd', default: false },
    help: { type: 'boolean', short: 'h' },
  },
});
const [kind = '', key = '', ...rest] = positionals;
const ofSteps = ['trigger', 'search', 'create'].includes(kind);
const known = ofSteps || (kind === 'auth' && key !== '');
const wrongKey = ofSteps ? unknownKey(kind, key) : withoutKind(kind);

if (values.help || (!known && wrongKey === null) || rest.length > 0) {
  console.error(USAGE);
  process.exitCode = values.help ? 0 : 1;
} else if (wrongKey !== null) {
  console.error(wrongKey);
  process.exitCode = 1;
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
    const { key: apiKey, secret } = keyOf((await sandbox.control.seed()).keys);
    const input =
      kind === 'auth' ? [] : ['-i', JSON.stringify(asTexts(given ?? (await example())))];
    const debug = values.debug ? ['--debug'] : [];
    return await runZapierCli(
      ['invoke', kind, key, ...input, ...debug, '--non-interactive', '--timezone', 'UTC'],
      {
        cwd: workspace.folder,
        env: {
          CRATEDB_CLOUD_URL: sandbox.control.origin,
          authData_api_key: apiKey,
          authData_api_secret: secret,
          authData_scope: 'everything',
        },
      },
    );
  } finally {
    await sandbox.close();
    await workspace.close();
  }

  /** The input of the step's example, with the sandbox prepared for it. */
  async function example() {
    const found = exampleOf(key);
    if (!found) {
      console.error(`There is no example of ${key}; the input is empty.`);
      return {};
    }
    console.error(`Example: ${found.shows}\nInput: ${JSON.stringify(found.input)}`);
    if (found.prepare && values['no-prepare']) {
      console.error('The sandbox is left as it is, so the result may differ from the example.');
    } else if (found.prepare) {
      if (!sandbox.startedHere) {
        console.error('The example changes your sandbox first; --no-prepare leaves that out.');
      }
      await found.prepare(sandbox.control);
    }
    return found.input;
  }
}

function keyOf(keys: SeedInfo['keys']): { key: string; secret: string } {
  const found = Object.entries(keys).find(([name]) => name === values.as);
  if (found) return found[1];
  throw new Error(`--as must be one of: ${Object.keys(keys).join(', ')}`);
}
