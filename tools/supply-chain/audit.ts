/** Known vulnerabilities of what runs in production, as far as the registry answers. */
import { run } from '../command.ts';
import { ROOT } from '../paths.ts';

export type Audit = { ran: true; faults: string[] } | { ran: false; reason: string };

export async function audit(): Promise<Audit> {
  const args = ['audit', '--omit=dev', '--json'];
  const { stdout } = await run('npm', args, { cwd: ROOT });
  return readAudit(stdout);
}

/** @param printed what `npm audit --json` prints, whatever its exit code */
export function readAudit(printed: string): Audit {
  let report: Record<string, unknown>;
  try {
    report = JSON.parse(printed);
  } catch {
    return { ran: false, reason: 'npm printed no JSON' };
  }
  const { vulnerabilities, message } = report;
  if (typeof vulnerabilities !== 'object' || vulnerabilities === null) {
    // Without the address: which registry it was is nobody's business.
    const reason =
      typeof message === 'string' ? message.replace(/\s*-? *\w* ?https?:\S+/g, '') : '';
    return { ran: false, reason: reason || 'the registry did not answer' };
  }
  return {
    ran: true,
    faults: Object.entries(vulnerabilities as Record<string, { severity?: string }>).map(
      ([name, { severity }]) => `${name} is known to be vulnerable (${severity})`,
    ),
  };
}
