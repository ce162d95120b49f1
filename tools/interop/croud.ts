/** Running croud, which prints JSON. */
import { type Home, openHome, type Printed as Plain, type Profile } from './home.ts';

export type Printed = Plain & {
  /** The JSON documents on stdout, one after the other. */
  json: unknown[];
};

export type Croud = {
  /** A folder that goes with it. */
  home: string;
  run(args: string[]): Promise<Printed>;
  close(): Promise<void>;
};

/** `deadline` is in the milliseconds of `performance.now()`. */
export async function openCroud(
  command: string,
  profile: Profile,
  deadline: number,
): Promise<Croud> {
  const home: Home = await openHome(profile, deadline);
  const run = async (args: string[]) => {
    const printed = await home.run(command, args);
    return { ...printed, json: documents(printed.stdout) };
  };
  const { stdout, code } = await run(['config', 'show']);
  if (code !== 0 || !stdout.includes(`endpoint: ${profile.endpoint}\n`)) {
    await home.close();
    throw new Error(`croud does not use the profile it was given:\n${stdout}`);
  }
  return { home: home.folder, run, close: home.close };
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
