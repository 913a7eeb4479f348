import { BURST_TABLE } from './burst-table';
import { GAP_TABLE } from './gap-table';
import { PART_TABLES } from './part-tables';
import { TWEET_COLUMNS } from './post-columns';
import { GROUP_TABLES, ROLLUP_TABLES } from './rollup-tables';
import type { Table } from './table';
import { USER_TABLES } from './user-tables';

/** Goes up when a column vanishes or changes its type; a new column is no change to those who read the others. */
export const CONTRACT_VERSION = 1;

/** Every table that analysts read. Views, Trino's schema and the dictionary are generated from it. */
export const TABLES: readonly Table[] = [
  {
    name: 'bi_tweets',
    description: 'One row per post, in its newest version.',
    collection: 'tweets',
    unwind: null,
    key: ['tweet_id'],
    columns: TWEET_COLUMNS,
  },
  ...PART_TABLES,
  ...USER_TABLES,
  GAP_TABLE,
  ...ROLLUP_TABLES,
  ...GROUP_TABLES,
  BURST_TABLE,
];
