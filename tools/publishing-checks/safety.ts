/** Addresses and secrets anywhere in the definition, and the version of the platform. */
import zapier from 'zapier-platform-core';
import { type Rule, rule, whole } from './rule.ts';
import type { View } from './view.ts';

const texts = (view: View) => view.texts;

const SECRETS = [
  /\beyJ[\w-]{8,}\.[\w-]{8,}/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\bBearer\s+[\w.-]{16,}/,
  /\b[\w-]+:\/\/[^\s/:@]+:[^\s/@]+@/,
];

/** Long, without a break, of upper case, lower case and digits: what a generated secret looks like. */
const looksGenerated = (text: string) =>
  (text.match(/\b[A-Za-z0-9+/_]{24,}/g) ?? []).some(
    (word) => /[a-z]/.test(word) && /[A-Z]/.test(word) && /\d.*\d/.test(word),
  );

export const safetyRules: Rule[] = [
  rule(
    'D007',
    'All addresses are https',
    texts,
    ({ text }) => /\bhttp:\/\//i.test(text) && 'has an http:// address',
  ),
  rule(
    'D025',
    'No dangerous addresses',
    texts,
    ({ text }) => /\b(javascript|vbscript|file):|data:text\/html/i.test(text) && `“${text}”`,
  ),
  rule(
    'no-secrets',
    'No secrets in the definition',
    texts,
    ({ text }) =>
      (SECRETS.some((secret) => secret.test(text)) || looksGenerated(text)) &&
      'holds what looks like a secret',
  ),
  rule(
    'D027',
    'The platform version is the one that is installed',
    whole,
    ({ app }) =>
      app.platformVersion !== zapier.version &&
      `${app.platformVersion} is not the installed ${zapier.version}`,
  ),
];
