const ESCAPE = /&(?:amp|lt|gt);/g;
const MEANING: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/**
 * The text as people read it: X escapes exactly these three characters. Once only, so that a text
 * about `&lt;` stays one. Offsets of entities count the escaped text: cut by them first.
 */
export function unescapeText(text: string): string {
  return text.includes('&') ? text.replace(ESCAPE, (escape) => MEANING[escape] as string) : text;
}
