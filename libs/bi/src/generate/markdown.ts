/** Text as a cell of Markdown that shows it: no entity, no tag and no column of it is taken for the page's own. */
export const toMarkdown = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('|', '\\|')
    // A name with an underscore is a name and no emphasis.
    .replaceAll(/\b\w*_\w+\b/g, (name) => inlineCode(name));

export const inlineCode = (text: string): string => `\`${text}\``;

/** A table with its columns aligned, as the repository's formatter writes it. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_title, column) =>
    Math.max(3, ...[head, ...rows].map((row) => [...(row[column] ?? '')].length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
