/** Running croud where it can reach nothing but the sandbox: an empty home with one profile. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Printed = {
  code: number;
  stdout: string;
  stderr: string;
  /** The JSON documents on stdout, one after the other. */
  json: unknown[];
};

export type Croud = {
  /** A folder that goes with it. */
  home: string;
  run(args: string[]): Promise<Printed>;
  close(): Promise<void>;
};

export type Profile = { endpoint: string; key: string; secret: string };

/** A command is killed after so many milliseconds: croud itself waits without end. */
const longest = 60_000;

/** `deadline` is in the milliseconds of `performance.now()`. */
export async function openCroud(
  command: string,
  profile: Profile,
  deadline: number,
): Promise<Croud> {
  if (new URL(profile.endpoint).hostname !== '127.0.0.1') {
    throw new Error(`croud may only be pointed at this machine, not at ${profile.endpoint}.`);
  }
  const home = await mkdtemp(join(tmpdir(), 'interop-'));
  const config = join(home, '.config');
  // Without a profile croud would take keys from the environment, and go to production.
  for (const folder of [join(config, 'Crate'), join(home, 'Library/Application Support/Crate')]) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'croud.yaml'), profileText(profile));
  }
  const env = { PATH: process.env.PATH ?? '', HOME: home, XDG_CONFIG_HOME: config, NO_PROXY: '*' };
  const [program = '', ...first] = words(command);
  const run = (args: string[]) => start(program, [...first, ...args], { cwd: home, env, deadline });
  const { stdout, code } = await run(['config', 'show']);
  if (code !== 0 || !stdout.includes(`endpoint: ${profile.endpoint}\n`)) {
    await rm(home, { recursive: true, force: true });
    throw new Error(`croud does not use the profile it was given:\n${stdout}`);
  }
  return { home, run, close: () => rm(home, { recursive: true, force: true }) };
}

/** What `croud --version` says; undefined when there is no such command. */
export async function croudVersion(command: string): Promise<string | undefined> {
  const [program = '', ...first] = words(command);
  const env = { PATH: process.env.PATH ?? '', HOME: tmpdir() };
  const options = { cwd: tmpdir(), env, deadline: performance.now() + longest };
  const printed = await start(program, [...first, '--version'], options).catch(() => undefined);
  return printed?.code === 0 ? printed.stdout.trim() : undefined;
}

/** A path with spaces is one word. */
const words = (command: string) => (existsSync(command) ? [command] : command.trim().split(/\s+/));

function profileText({ endpoint, key, secret }: Profile): string {
  return `default-format: json
current-profile: sandbox
profiles:
  sandbox:
    auth-token: null
    key: ${key}
    secret: ${secret}
    endpoint: ${endpoint}
    region: _any_
`;
}

function start(
  program: string,
  args: string[],
  { cwd, env, deadline }: { cwd: string; env: Record<string, string>; deadline: number },
): Promise<Printed> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const left = Math.min(longest, Math.max(1, deadline - performance.now()));
    const timer = setTimeout(() => child.kill('SIGKILL'), left);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      // A killed one has no code.
      resolve({ code: code ?? 137, stdout, stderr: plain(stderr), json: documents(stdout) });
    });
  });
}

/** Without the spinner and the colours. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal codes are what is looked for.
  const codes = /\u001b\[[\d;?]*[A-Za-z]/g;
  return text
    .replaceAll(codes, '')
    .replaceAll(/[\u2800-\u28ff] Working \.\.\./g, '')
    .replaceAll('\r', '');
}

/** croud prints one document before it waits and another one after. */
export function documents(stdout: string): unknown[] {
  const found: unknown[] = [];
  let pending = '';
  for (const line of stdout.split('\n')) {
    pending += `${line}\n`;
    try {
      found.push(JSON.parse(pending));
      pending = '';
    } catch {
      // The document goes on.
    }
  }
  return found;
}
