/** Running another program, and saying what went wrong when it fails. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type Finished = { code: number; stdout: string; stderr: string };

type CommandOptions = {
  cwd: string;
  /** Beside this process's own environment. */
  env?: Record<string, string>;
  stdin?: string;
};

/** Runs a program to its end, whatever its exit code; a signal counts as 1. */
export function run(program: string, args: string[], options: CommandOptions): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      // npm is a script on Windows.
      shell: process.platform === 'win32' && program === 'npm',
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
  });
}

/** The same, but a failure is an error that holds what the program printed. */
export async function mustRun(
  program: string,
  args: string[],
  options: CommandOptions,
): Promise<string> {
  const { code, stdout, stderr } = await run(program, args, options);
  if (code === 0) return stdout;
  const printed = [stdout, stderr].filter((text) => text.trim() !== '').join('\n');
  throw new Error(`${[program, ...args].join(' ')} ended with ${code}:\n${printed}`);
}

const require = createRequire(import.meta.url);

const CLI = join(dirname(require.resolve('zapier-platform-cli/package.json')), 'src/bin/run');

/** Zapier's own CLI, kept from calling home. */
export function runZapierCli(args: string[], options: CommandOptions): Promise<Finished> {
  return run(process.execPath, [CLI, ...args], {
    ...options,
    env: { DISABLE_ZAPIER_ANALYTICS: '1', NO_UPDATE_NOTIFIER: '1', ...options.env },
  });
}
