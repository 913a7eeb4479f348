import type { Table } from '../../contract/table';

/** Tables that are read as one data source, related to each other. */
export interface Model {
  /** What Tableau calls it, in files. */
  readonly name: string;
  /** What people see. */
  readonly caption: string;
  /** The first one has the plain names of fields. */
  readonly tables: readonly Table[];
  readonly relations: readonly Relation[];
}

/** Rows of two tables belong together where these columns are equal. */
export interface Relation {
  readonly from: string;
  readonly column: string;
  readonly to: string;
  readonly toColumn: string;
}

const POSTS = 'bi_tweets';
const USERS = 'bi_users';

/**
 * The contract as Tableau reads it: posts and everything about them in one data source, each table that nothing relates to in one
 * of its own. A relation is no join: each table is counted at its own level of detail.
 */
export function modelsOf(tables: readonly Table[]): readonly Model[] {
  const has = ({ columns }: Table, name: string): boolean => columns.some((column) => column.name === name);
  if (!tables.some(({ name }) => name === POSTS)) {
    return tables.map(modelOf);
  }
  const ofPosts = tables.filter(({ name, collection }) => name !== POSTS && collection === 'tweets');
  const users = tables.filter(({ name }) => name === USERS);
  const ofUsers =
    users.length === 0
      ? []
      : tables.filter((table) => table.name !== USERS && table.key.includes('user_id') && has(table, 'day'));
  const posts = [...tables.filter(({ name }) => name === POSTS), ...ofPosts, ...users, ...ofUsers];
  const relations = [
    ...ofPosts.map(({ name }) => ({ from: POSTS, column: 'tweet_id', to: name, toColumn: 'tweet_id' })),
    ...users.map(({ name }) => ({ from: POSTS, column: 'author_id', to: name, toColumn: 'user_id' })),
    ...ofUsers.map(({ name }) => ({ from: USERS, column: 'user_id', to: name, toColumn: 'user_id' })),
  ];
  return [
    { name: 'posts', caption: 'Posts', tables: posts, relations },
    ...tables.filter((table) => !posts.includes(table)).map(modelOf),
  ];
}

const modelOf = (table: Table): Model => ({
  name: table.name,
  caption: captionOf(table.name),
  tables: [table],
  relations: [],
});

/** bi_tweet_hashtags is Tweet hashtags, author_id Author ID. */
export function captionOf(name: string): string {
  const words = name
    .replace(/^bi_/, '')
    .split('_')
    .join(' ')
    .replace(/\bid\b/g, 'ID')
    .replace(/\burl\b/g, 'URL');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The name of a column among the fields of its data source: where two tables have it, that of the later one bears the table's. */
export function fieldOf({ tables }: Model, table: string, column: string): string {
  const first = tables.find(({ columns }) => columns.some(({ name }) => name === column));
  return first === undefined || first.name === table ? column : `${column} (${table})`;
}
