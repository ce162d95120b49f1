/** Authentication. */
import { type Rule, rule, whole } from './rule.ts';
import type { App, View } from './view.ts';

const SECRET = /(api|access|auth|secret|private)[-_]?(key|token)|token|secret|passw/i;

const typed = (view: View) =>
  view.connection.filter(({ field }) => !field.computed && field.type !== 'copy');

function labelFault({ app }: { app: App }): string | false {
  const label = app.authentication?.connectionLabel;
  if (!label) return 'the connection has no label';
  if (typeof label !== 'string' || label.startsWith('$func$')) return false;
  if (!/\{\{\s*[\w.]+\s*\}\}/.test(label)) return 'the label tells no account from another';
  return (
    /key|token|secret|passw|success|CrateDB/i.test(label) &&
    'the label holds a secret, "success" or the name of the app'
  );
}

export const connectionRules: Rule[] = [
  rule(
    'D001',
    'Steps ask for no credentials',
    (view) => view.inputs,
    ({ field }) =>
      (SECRET.test(field.key) || field.type === 'password') && 'looks like a credential',
  ),
  rule(
    'D002',
    'Help of each credential links to where it is found',
    typed,
    ({ field }) => !/\]\(https:\/\/[^)]+\)/.test(field.helpText ?? '') && 'has no link',
  ),
  rule('D003', 'The connection label tells which account', whole, labelFault),
  rule(
    'D026',
    'The user types no host or address',
    typed,
    ({ field }) =>
      (field.inputFormat !== undefined || /domain|host|url|origin/i.test(field.key)) &&
      'a host that is typed must be checked in code',
  ),
  rule(
    'auth-test',
    'The connection is tested',
    whole,
    ({ app }) => !app.authentication?.test && 'has no test',
  ),
  rule(
    'auth-password',
    'Secrets of the connection are hidden while typed',
    typed,
    ({ field }) => SECRET.test(field.key) && field.type !== 'password' && 'is no password field',
  ),
];
