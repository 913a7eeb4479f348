import { viewOf, type Table } from '@tdp/bi';
import type { Db, Document } from 'mongodb';
import type { Row } from '../export/pseudonyms';
import { aggregate, readRows } from '../export/rows';
import { namingConversions } from './conversion-failure';
import type { HyperSession } from './hyper-session';
import { isOfPosts } from './options';
import { changedAfter } from './post-stamps';

/** Posts that are read at once by their ids. */
const PAGE = 1_000;

export interface Reading {
  readonly database: Db;
  readonly since: number | null;
  readonly signal: AbortSignal;
}

/** Rows of a table; of posts that were written since. @throws PipelineError, see namingConversions */
export function rowsOf(table: Table, { database, since, signal }: Reading): AsyncIterable<Row> {
  const everything = { words: [], topic: null, hashtag: null, since: null, until: null };
  const selection = isOfPosts(table) ? { ...everything, since } : everything;
  return namingConversions(table, (columns) =>
    readRows(
      database.collection(table.collection),
      { table, columns },
      { selection, sample: null },
      null,
      signal,
    ),
  );
}

/** Rows of a table that are about posts which changed. */
export async function* changedRows(
  table: Table,
  session: HyperSession,
  { database, signal }: Reading,
): AsyncIterable<Row> {
  const collection = database.collection<Document & { readonly _id: string }>(table.collection);
  for (let last = ''; ;) {
    const ids = (await session.query(changedAfter(last, PAGE))).map(([id]) => String(id));
    if (ids.length === 0) {
      return;
    }
    const ofPage = { $match: { _id: { $in: ids } } };
    yield* namingConversions(table, (columns) =>
      aggregate(collection, [ofPage, ...viewOf({ ...table, columns }).pipeline], signal),
    );
    last = ids.at(-1) ?? last;
  }
}
