import { randomBytes } from 'node:crypto';

/**
 * A password for the admin user of a new cluster, which nobody is ever told: the console resets it.
 * API: 24 to 128 characters. Those of base64url need no escaping anywhere.
 */
export function newPassword(): string {
  const password = randomBytes(48).toString('base64url');
  const isMixed = /[a-z]/.test(password) && /[A-Z]/.test(password) && /\d/.test(password);
  return isMixed ? password : newPassword();
}
