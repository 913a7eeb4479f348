import { dimension, measure, REQUIRED } from './columns';
import type { Table } from './table';

/** When posts may be missing: a quiet hour is one only if it has no row here. */
export const GAP_TABLE: Table = {
  name: 'bi_gaps',
  description: 'One row per time in which posts may have passed unseen.',
  collection: 'stream_gaps',
  unwind: null,
  key: ['gap_id'],
  columns: [
    dimension('gap_id', 'string', '_id', 'source / when it was noticed.', REQUIRED),
    dimension('source', 'string', 'source', 'What was interrupted: filtered-stream.', REQUIRED),
    dimension(
      'from_at',
      'timestamp',
      'from',
      'The last instant that is known to be complete, UTC.',
      REQUIRED,
    ),
    dimension('to_at', 'timestamp', 'to', 'The first that is complete again, UTC; null while it is open.'),
    measure(
      'duration_seconds',
      'double',
      'sum',
      { paths: ['from', 'to'], expression: { $divide: [{ $subtract: ['$to', '$from'] }, 1_000] } },
      'Seconds from from_at to to_at; null while it is open.',
    ),
    dimension('cause', 'string', 'cause', 'disconnect, stall, overflow, restart, ...', REQUIRED),
    dimension('repair', 'string', 'repair', 'backfill, recovery or search; null when nothing was tried.'),
    measure('recovered', 'long', 'sum', 'recovered', 'Posts that the repair brought; null without one.'),
    dimension('complete', 'boolean', 'complete', 'Whether the repair brought everything; null if unknown.'),
    dimension('detail', 'string', 'detail', "For people: an error's words."),
    dimension('opened_at', 'timestamp', 'openedAt', 'When it was noticed, UTC.', REQUIRED),
    dimension('closed_at', 'timestamp', 'closedAt', 'When it was over, or given up, UTC.'),
  ],
};
