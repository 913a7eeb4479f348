import type { Chart, Condition, Grouping, Value } from './dashboard';

type Details = Partial<Pick<Chart, 'series' | 'where' | 'atLeast' | 'limit' | 'order'>>;

export const by = (column: string, title: string): Grouping => ({ column, grain: null, title });
/** Columns of rows as they are, by their own names. */
export const columns = (...names: readonly string[]): readonly Grouping[] =>
  names.map((name) => by(name, name));
export const hourOf = (column: string): Grouping => ({ column, grain: 'hour', title: 'Hour (UTC)' });

export const countOf = (name: string, title: string): Value => ({
  name,
  title,
  aggregate: 'rows',
  column: null,
});
export const distinct = (name: string, title: string, column: string): Value => ({
  name,
  title,
  aggregate: 'distinct',
  column,
});
export const sumOf = (column: string, title: string): Value => ({
  name: `sum_of_${column}`,
  title,
  aggregate: 'sum',
  column,
});
export const averageOf = (column: string, title: string): Value => ({
  name: `average_${column}`,
  title,
  aggregate: 'average',
  column,
});

export const POSTS = countOf('posts', 'Posts');

export const known = (column: string): Condition => ({ column, is: 'known' });
export const unknown = (column: string): Condition => ({ column, is: 'unknown' });
export const notEqual = (column: string, value: string): Condition => ({ column, is: 'not equal', value });

/** Without a word about its order, the largest of its first value comes first; a time is in its own order. */
export function chart(
  required: Pick<Chart, 'name' | 'title' | 'description' | 'table' | 'mark' | 'groupings' | 'values'>,
  details: Details = {},
): Chart {
  const [axis] = required.groupings;
  const isOverTime = axis !== undefined && axis.grain !== null;
  const first = required.values[0]?.name ?? axis?.column ?? '';
  const order = isOverTime
    ? ({ by: axis.column, direction: 'ascending' } as const)
    : ({ by: first, direction: 'descending' } as const);
  return { ...required, series: null, where: [], atLeast: null, limit: null, order, ...details };
}

/** What tables of posts and of their parts have in common. */
export const OF_POSTS = ['created_at', 'lang', 'kind'];
/** Of a table. */
export const ROWS = 50;
/** Of bars: the largest. */
export const TOP = 20;

/** The posts behind every chart, newest first, each with its address. */
export const postsOf = (name: string, also: readonly string[], where: Chart['where'] = []): Chart =>
  chart(
    {
      name: `${name}-posts`,
      title: 'Posts',
      description: 'The newest posts of what is chosen, each with its address on X.',
      table: 'bi_tweets',
      mark: 'table',
      groupings: columns('created_at', 'author_username', 'text', ...also, 'url'),
      values: [],
    },
    { where, limit: ROWS, order: { by: 'created_at', direction: 'descending' } },
  );
