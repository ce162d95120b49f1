/** Running a client where it can reach nothing but the sandbox: an empty home with croud's one profile. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Printed = { code: number; stdout: string; stderr: string };

export type Home = {
  folder: string;
  /** A command with its arguments; a path with spaces is one word. */
  run(command: string, args: string[], env?: Record<string, string>): Promise<Printed>;
  close(): Promise<void>;
};

export type Profile = { endpoint: string; key: string; secret: string };

/** A command is killed after so many milliseconds: croud itself waits without end. */
const longest = 180_000;

/** `deadline` is in the milliseconds of `performance.now()`. */
export async function openHome(profile: Profile, deadline: number): Promise<Home> {
  if (new URL(profile.endpoint).hostname !== '127.0.0.1') {
    throw new Error(`Clients may only be pointed at this machine, not at ${profile.endpoint}.`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'interop-'));
  const config = join(folder, '.config');
  // Without a profile croud would take keys from the environment, and go to production.
  for (const place of [join(config, 'Crate'), join(folder, 'Library/Application Support/Crate')]) {
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'croud.yaml'), profileText(profile));
  }
  const own = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    XDG_CONFIG_HOME: config,
    NO_PROXY: '*',
  };
  return {
    folder,
    run: (command, args, env = {}) => {
      const [program = '', ...first] = words(command);
      return start(program, [...first, ...args], {
        cwd: folder,
        env: { ...own, ...env },
        deadline,
      });
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** What a command says of its version; undefined when there is no such command. */
export async function versionOf(command: string): Promise<string | undefined> {
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
      resolve({ code: code ?? 137, stdout, stderr: plain(stderr) });
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
