import { createHyperTable, hyperColumnsOf, quoted, type HyperColumn, type Table } from '@tdp/bi';
import type { Counting } from './counting';
import { changedRows, rowsOf, type Reading } from './extract-rows';
import { load, type Loader } from './load';
import { isOfPosts } from './options';
import {
  countChanged,
  countRemoved,
  deleteStale,
  NOW,
  noteChanged,
  POSTS,
  stampColumns,
} from './post-stamps';
import { dropOrphans } from './whole-extract';

/** Posts that were read anew, and posts that are gone. */
export interface Updated {
  readonly changed: number;
  readonly removed: number;
}

/** What an extract has otherwise than the contract, for people; empty when they agree. */
export function differencesOf(
  found: Readonly<Record<string, readonly HyperColumn[]>>,
  tables: readonly Table[],
): readonly string[] {
  const names = tables.map(({ name }) => name);
  return [
    ...Object.keys(found)
      .filter((name) => !names.includes(name))
      .map((name) => `- ${name}`),
    ...tables.flatMap((table) => {
      const columns = found[table.name];
      return columns === undefined
        ? [`+ ${table.name}`]
        : columnDifferences(table.name, columns, hyperColumnsOf(table));
    }),
  ];
}

function columnDifferences(
  table: string,
  found: readonly HyperColumn[],
  wanted: readonly HyperColumn[],
): readonly string[] {
  const typeOf = ({ type, isNullable }: HyperColumn): string => `${type}${isNullable ? '' : ' not null'}`;
  const types = (columns: readonly HyperColumn[]): ReadonlyMap<string, string> =>
    new Map(columns.map((column) => [column.name, typeOf(column)]));
  const [before, after] = [types(found), types(wanted)];
  return [
    ...[...after].flatMap(([name, type]) => {
      const old = before.get(name);
      return old === undefined
        ? [`+ ${table}.${name} ${type}`]
        : old === type
          ? []
          : [`~ ${table}.${name} ${old} -> ${type}`];
    }),
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `- ${table}.${name}`),
  ];
}

/**
 * Makes an extract what a new one would be. Of posts all stamps are read, and only those that differ are read as a whole;
 * tables that are not about posts are read anew.
 */
export async function updateTables(
  tables: readonly Table[],
  reading: Reading,
  loader: Loader,
  counting: Counting,
): Promise<Updated> {
  const { session } = loader;
  const posts = tables.find(({ name }) => name === POSTS);
  const updated = posts === undefined ? { changed: 0, removed: 0 } : await notePosts(posts, reading, loader);
  for (const table of tables) {
    const isAboutPosts = isOfPosts(table);
    await session.execute(isAboutPosts ? deleteStale(table.name) : `DELETE FROM ${quoted(table.name)}`);
    const rows = isAboutPosts ? changedRows(table, session, reading) : rowsOf(table, reading);
    await load(counting.of(table, rows), table, loader);
  }
  await dropOrphans(tables, session);
  return updated;
}

/** Reads what posts there are, in which state, and notes where the extract differs. */
async function notePosts(posts: Table, reading: Reading, loader: Loader): Promise<Updated> {
  const { session } = loader;
  const stamps = { ...posts, name: NOW, columns: stampColumns(posts) };
  await session.execute(createHyperTable(stamps, 'TEMPORARY TABLE'));
  await load(rowsOf(stamps, reading), stamps, loader);
  await session.execute(noteChanged());
  const count = async (sql: string): Promise<number> => Number((await session.query(sql))[0]?.[0]);
  return { changed: await count(countChanged()), removed: await count(countRemoved()) };
}
