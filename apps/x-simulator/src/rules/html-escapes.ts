const UNESCAPED: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text as X sends it. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>]/g, (character) => ESCAPED[character] ?? character);

/** A text as people read it and rules match it; what was escaped once is unescaped once. */
export const unescapeHtml = (text: string): string =>
  text.includes('&') ? text.replace(/&(?:amp|lt|gt);/g, (escape) => UNESCAPED[escape] ?? escape) : text;
