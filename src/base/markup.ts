const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text that stands for itself in HTML and SVG, between tags as well as in a quoted attribute. */
export const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '');

/** For Slack's own form of text, which knows the first three only. */
export const escapeAngles = (text: string): string =>
  text.replace(/[&<>]/g, (letter) => ENTITIES[letter] ?? '');
