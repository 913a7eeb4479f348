import type { CoveredFault } from './fault';
import type { FaultResult } from './run-fault';

/** The table at the end: what was done, what it showed, whether it held. */
export function formatReport(results: readonly FaultResult[], covered: readonly CoveredFault[]): string {
  const rows = [['fault', 'what is done', 'figures', 'posts', 'result', 's']];
  for (const { name, title, figures, problems, account, seconds } of results) {
    const shown = Object.entries(figures).map(([key, value]) => `${key} ${value}`);
    const posts = account
      ? [
          `sent ${account.versions}`,
          `stored ${account.stored}`,
          ...(account.deadLettered > 0 ? [`dead letters ${account.deadLettered}`] : []),
          ...(account.removed > 0 ? [`removed ${account.removed}`] : []),
          ...(account.inGaps > 0 ? [`in gaps ${account.inGaps}`] : []),
          `lost ${account.lost.length}`,
          `doubled ${account.doubled.length}`,
        ].join(', ')
      : '';
    const result = problems.length === 0 ? 'pass' : `FAIL: ${problems.join('; ')}`;
    rows.push([name, title, shown.join(', '), posts, result, String(seconds)]);
  }
  for (const { name, title, coveredBy, open } of covered) {
    rows.push([
      name,
      title,
      '',
      '',
      `by ${coveredBy.join(', ')}${open === undefined ? '' : `; not shown: ${open}`}`,
      '',
    ]);
  }
  return rows
    .map((row, index) => formatRow(row) + (index === 0 ? `\n${formatRow(row.map(() => '---'))}` : ''))
    .join('\n');
}

const formatRow = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '/').replaceAll('\n', ' ')).join(' | ')} |`;
