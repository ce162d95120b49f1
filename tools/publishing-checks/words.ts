/** Labels, descriptions, nouns and help texts. */
import { type Rule, rule, visibleSteps } from './rule.ts';
import { wordsNotInTitleCase } from './title-case.ts';
import type { Step, View } from './view.ts';

const LONGEST_DESCRIPTION = 100;
const SHORTEST_HELP = 20;

const FORMS = {
  trigger: { pattern: /^Triggers when .+\.$/, says: '"Triggers when ... ."' },
  search: { pattern: /^Finds .+\.$/, says: '"Finds ... ."' },
  create: { pattern: /^[A-Z][a-z]+s\b.+\.$/, says: 'a verb in the third person, and end with "."' },
} as const;

const titleCase = ({ label }: { label: string }) => {
  const words = wordsNotInTitleCase(label);
  return words.length > 0 && `“${label}” is not in Title Case: ${words.join(', ')}`;
};

const labelled = (view: View) =>
  [...view.inputs, ...view.connection, ...view.outputs].flatMap(({ where, field }) =>
    field.label === undefined ? [] : [{ where, label: field.label }],
  );

const formOf = ({ kind, description }: Step) => {
  const { pattern, says } = FORMS[kind];
  return !pattern.test(description) && `the description must read ${says}: “${description}”`;
};

function manner({ description }: Step): string | false {
  if (/\b(CrateDB Cloud|Zapier)\b/.test(description)) return 'the description names a product';
  const { length } = description;
  return length > LONGEST_DESCRIPTION && `the description has ${length} characters, over 100`;
}

function wayOfLabel({ kind, label }: Step): string | false {
  if (/\b(Create|Add|Find)\b.* or Update\b/.test(label)) return 'two actions in one';
  if (/^(Get|List|Fetch|Search)\b/.test(label)) return 'a label says "Find", not "Get"';
  if (kind === 'search') return !/^Find\b/.test(label) && 'a search begins with "Find"';
  return kind === 'trigger' && /^(Updated|On|When)\b/.test(label) && 'says what has changed';
}

const texts = (view: View) => [
  ...view.steps.map(({ where, description }) => ({ where, text: description })),
  ...[...view.inputs, ...view.connection].flatMap(({ where, field }) =>
    field.helpText === undefined ? [] : [{ where, text: field.helpText }],
  ),
];

function bareUrl({ text }: { text: string }): string | false {
  const rest = text.replace(/`[^`]*`/g, '').replace(/\[[^[\]]+\]\(https:\/\/[^\s()]+\)/g, '');
  if (/https?:\/\/|\bwww\./.test(rest)) return 'a bare address: make it a link or code';
  return /\[[^\]]*\]\s*\(/.test(rest) && 'what looks like a link and is none';
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const helped = (view: View) =>
  [...view.inputs, ...view.connection].flatMap(({ where, field }) =>
    field.helpText === undefined
      ? []
      : [{ where, label: field.label ?? field.key, help: field.helpText }],
  );

function emptyHelp({ label, help }: { label: string; help: string }): string | false {
  if (help.length < SHORTEST_HELP) return `help of ${help.length} characters is none`;
  const [said, named] = [plain(help), plain(label)];
  return (said === named || named.startsWith(said)) && 'the help text repeats the label';
}

/** Words that a reader can take for something else, or that no editor would pass. */
const UNPLAIN =
  /\b(told|tells?|shall|alarms?|of yours|will do as well|(?:stands?|stood) in (?:the|its) way)\b/i;

function unplain({ text }: { text: string }): string | false {
  const [word] = UNPLAIN.exec(text) ?? [];
  return word !== undefined && `“${word}” is no plain word: “${text.slice(0, 120)}”`;
}

export const wordRules: Rule[] = [
  rule('D018', 'Labels of steps are in Title Case', visibleSteps, titleCase),
  rule('field-labels', 'Labels of fields are in Title Case', labelled, titleCase),
  rule('D021', 'Descriptions have the form of their kind', visibleSteps, formOf),
  rule('descriptions', 'Descriptions are short and name no product', visibleSteps, manner),
  rule('labels', 'Searches begin with "Find"; a step does one thing', visibleSteps, wayOfLabel),
  rule(
    'nouns',
    'Nouns are singular and in Title Case',
    (view) => view.steps.map(({ where, noun }) => ({ where, label: noun })),
    ({ label }) =>
      label === '' || /[^sui]s$/.test(label) ? `“${label}” is no singular` : titleCase({ label }),
  ),
  rule('plain-words', 'Texts are in plain words', (view: View) => view.texts, unplain),
  rule('D008', 'Addresses in texts are links or code', texts, bareUrl),
  rule('D011', 'Help texts say more than the label', helped, emptyHelp),
];
