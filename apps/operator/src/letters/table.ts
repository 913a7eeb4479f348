import type { StoredLetter } from '@tdp/streaming';
import { formatDuration } from '../durations';

/** Columns as wide as their widest cell, those that `right` names flush right. */
export function formatTable(rows: readonly (readonly string[])[], right: ReadonlySet<number>): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return right.has(column) ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Letters of one service, from one topic, for one reason. */
export type LetterGroup = {
  readonly service: string;
  readonly reason: string;
  /** As the cluster names it; null where it was no topic. */
  readonly origin: string | null;
  count: number;
  /** Epoch ms. */
  oldest: number;
  newest: number;
};

/** Counts letters by service, reason and topic; the largest group comes first. */
export function groupLetters(letters: readonly StoredLetter[]): readonly LetterGroup[] {
  const groups = new Map<string, LetterGroup>();
  for (const { service, reason, origin, at } of letters) {
    const id = JSON.stringify([service, reason, origin?.topic]);
    const group = groups.get(id);
    if (group === undefined) {
      groups.set(id, { service, reason, origin: origin?.topic ?? null, count: 1, oldest: at, newest: at });
    } else {
      group.count += 1;
      group.oldest = Math.min(group.oldest, at);
      group.newest = Math.max(group.newest, at);
    }
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count);
}

/** The groups as a table for people. */
export function formatGroups(groups: readonly LetterGroup[], now: number): string[] {
  const rows = groups.map(({ service, reason, origin, count, oldest, newest }) => [
    service,
    reason,
    origin ?? '-',
    count.toLocaleString('en'),
    `${formatDuration(now - oldest)} ago`,
    `${formatDuration(now - newest)} ago`,
  ]);
  return formatTable(
    [['service', 'reason', 'from topic', 'count', 'oldest', 'newest'], ...rows],
    new Set([3]),
  );
}

/** A line for each letter. */
export function formatLetters(letters: readonly StoredLetter[], now: number): string[] {
  const rows = letters.map(({ id, service, reason, at, value, redriven }) => [
    id,
    service,
    reason,
    `${formatDuration(now - at)} ago`,
    value === null ? 'null' : `${value.length.toLocaleString('en')} B`,
    redriven === 0 ? '' : `sent back ${redriven === 1 ? 'once' : `${redriven} times`}`,
  ]);
  return formatTable([['letter', 'service', 'reason', 'when', 'value', ''], ...rows], new Set([4]));
}
