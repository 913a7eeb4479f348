import { createHyperTable, type Table } from '@tdp/bi';
import type { Counting } from './counting';
import { rowsOf, type Reading } from './extract-rows';
import type { HyperSession } from './hyper-session';
import { load, type Loader } from './load';
import { isOfPosts } from './options';
import { deleteOrphans, POSTS } from './post-stamps';

/** Makes these tables and fills them. */
export async function writeTables(
  tables: readonly Table[],
  reading: Reading,
  loader: Loader,
  counting: Counting,
): Promise<void> {
  for (const table of tables) {
    await loader.session.execute(createHyperTable(table));
    await load(counting.of(table, rowsOf(table, reading)), table, loader);
  }
  await dropOrphans(tables, loader.session);
}

/** A post may come while one table after the other is read: what is about a post that `bi_tweets` has not seen goes. */
export async function dropOrphans(tables: readonly Table[], session: HyperSession): Promise<void> {
  if (!tables.some(({ name }) => name === POSTS)) {
    return;
  }
  for (const { name } of tables.filter((table) => isOfPosts(table) && table.name !== POSTS)) {
    await session.execute(deleteOrphans(name));
  }
}
