import { literal, quoted, type Column, type Table } from '@tdp/bi';

export const POSTS = 'bi_tweets';
export const POST_KEY = 'tweet_id';
/**
 * What moves whenever the sink changes a post: another version, another observation, another enrichment, something cut out of
 * it. Times alone would not do: what was observed an hour ago may be stored now.
 */
export const STAMP = ['version_id', 'observed_at', 'enriched_at', 'stored_at', 'times_cut'] as const;

/** Every post that there is, and its stamp. */
export const NOW = 'posts_now';
const CHANGED = 'posts_changed';

const key = quoted(POST_KEY);

/** The columns that tell whether a post changed. */
export const stampColumns = ({ columns }: Table): readonly Column[] =>
  columns.filter(({ name }) => [POST_KEY, ...STAMP].includes(name));

/** Notes the posts that the extract lacks, or has in another state. */
export const noteChanged = (): string =>
  `CREATE TEMPORARY TABLE ${quoted(CHANGED)} AS SELECT n.${key} FROM ${quoted(NOW)} n
    LEFT JOIN ${quoted(POSTS)} t ON t.${key} = n.${key}
    WHERE t.${key} IS NULL OR ${STAMP.map((name) => `t.${quoted(name)} IS DISTINCT FROM n.${quoted(name)}`).join(' OR ')}`;

export const countChanged = (): string => `SELECT count(*) FROM ${quoted(CHANGED)}`;
export const countRemoved = (): string =>
  `SELECT count(*) FROM ${quoted(POSTS)} WHERE ${key} NOT IN (SELECT ${key} FROM ${quoted(NOW)})`;

/** Takes the rows of posts out that are gone or changed. */
export const deleteStale = (table: string): string =>
  `DELETE FROM ${quoted(table)} WHERE ${key} NOT IN (SELECT ${key} FROM ${quoted(NOW)})
    OR ${key} IN (SELECT ${key} FROM ${quoted(CHANGED)})`;

/** Takes the rows out of which the post came while the tables were read one after the other. */
export const deleteOrphans = (table: string): string =>
  `DELETE FROM ${quoted(table)} WHERE ${key} NOT IN (SELECT ${key} FROM ${quoted(POSTS)})`;

/** So many ids of changed posts after this one. */
export const changedAfter = (id: string, limit: number): string =>
  `SELECT ${key} FROM ${quoted(CHANGED)} WHERE ${key} > ${literal(id)} ORDER BY 1 LIMIT ${limit}`;
