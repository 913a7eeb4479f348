import { isDeepStrictEqual } from 'node:util';
import {
  Int32,
  Long,
  WriteConcern,
  type AnyBulkWriteOperation,
  type ClientSession,
  type Collection,
} from 'mongodb';
import type { CountedPost, Database, Row } from './database';
import { factsOf, POST_FIELDS, type Facts } from './domain/facts';
import type { PostChange } from './domain/groups';
import { MEASURES } from './domain/measures';
import { createRowChanges, type RowChange } from './domain/rows';
import type { Lease, Progress } from './lease';
import { beginGroups } from './write-groups';

/** What became of the posts of a batch. */
export interface Counted {
  /** Posts that were not counted before. */
  readonly added: number;
  /** Posts that count for something else now. */
  readonly corrected: number;
  /** Posts that are gone. */
  readonly removed: number;
  /** Nothing about them is counted otherwise than before. */
  readonly unchanged: number;
  /** Rows of rollups that changed. */
  readonly rows: number;
}

/** A batch: which posts may have changed, and how far everything is once they are counted. */
export interface Batch {
  readonly ids: readonly string[];
  readonly progress: Progress;
}

/**
 * Counts posts as they are now: what each counted for before is taken away, what it counts for now is added, all in one
 * transaction with how far that is. So nothing is counted twice, however often a batch is tried, and a post that is gone
 * leaves nothing behind. It reads as much as changed, whatever is stored.
 * @throws LeaseLost when another process has taken over; nothing is written then
 */
export async function countPosts(
  database: Database,
  lease: Lease,
  { ids, progress }: Batch,
): Promise<Counted> {
  return await database.client.withSession((session) =>
    // It tries again what the labels of errors say may be tried again.
    session.withTransaction(
      async () => {
        await lease.advance(progress, session);
        const changes = await readChanges(database, ids, session);
        const rows = await writeRows(database, changes, session);
        const groups = await beginGroups(database, changes, session);
        await writePosts(database, changes, session);
        await groups.finish();
        return summaryOf(ids.length, changes, rows);
      },
      {
        readConcern: { level: 'snapshot' },
        writeConcern: new WriteConcern('majority'),
        readPreference: 'primary',
      },
    ),
  );
}

async function readChanges(
  { tweets, posts }: Database,
  ids: readonly string[],
  session: ClientSession,
): Promise<readonly PostChange[]> {
  const among = { _id: { $in: [...ids] } };
  const stored = await tweets.find(among, { projection: POST_FIELDS, session }).toArray();
  const counted = await posts.find(among, { session }).toArray();
  const after = new Map(stored.map((post) => [post._id, factsOf(post)]));
  const before = new Map(counted.map(({ _id, ...facts }) => [_id, facts]));
  return ids
    .map((id) => ({ id, before: before.get(id) ?? null, after: after.get(id) ?? null }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));
}

async function writeRows(
  { hourly, daily }: Database,
  changes: readonly PostChange[],
  session: ClientSession,
): Promise<number> {
  const rows = createRowChanges();
  for (const { before, after } of changes) {
    if (before !== null) {
      rows.add(before, -1);
    }
    if (after !== null) {
      rows.add(after, 1);
    }
  }
  const list = rows.list();
  await writeInto(
    hourly,
    list.filter(({ grain }) => grain === 'hour'),
    session,
  );
  await writeInto(
    daily,
    list.filter(({ grain }) => grain === 'day'),
    session,
  );
  return list.length;
}

async function writeInto(
  collection: Collection<Row>,
  changes: readonly RowChange[],
  session: ClientSession,
): Promise<void> {
  if (changes.length > 0) {
    await collection.bulkWrite(changes.map(toUpdate), { session, ordered: false });
  }
  const lesser = changes.filter(({ added }) => added.posts < 0).map(({ id }) => id);
  if (lesser.length > 0) {
    // A row without posts says nothing, and may name what is removed.
    await collection.deleteMany({ _id: { $in: lesser }, posts: Long.ZERO }, { session });
  }
}

/** All measures, those that do not change too, so that each is in every row. */
const toUpdate = ({ id, at, cell, added }: RowChange): AnyBulkWriteOperation<Row> => ({
  updateOne: {
    filter: { _id: id },
    update: {
      $inc: Object.fromEntries(MEASURES.map((name) => [name, Long.fromNumber(added[name])])),
      $setOnInsert: { at, ...cell },
    },
    upsert: true,
  },
});

async function writePosts(
  { posts }: Database,
  changes: readonly PostChange[],
  session: ClientSession,
): Promise<void> {
  const writes = changes.map(({ id, before, after }): AnyBulkWriteOperation<CountedPost> => {
    if (after === null) {
      return { deleteOne: { filter: { _id: id } } };
    }
    const facts = toDocument(after);
    return before === null
      ? { insertOne: { document: { _id: id, ...facts } } }
      : { replaceOne: { filter: { _id: id }, replacement: facts } };
  });
  if (writes.length > 0) {
    await posts.bulkWrite(writes, { session, ordered: false });
  }
}

/** Each number in the one type that its field has; read again it is the number. */
const toDocument = (facts: Facts): Facts => ({
  ...facts,
  score: (facts.score === null ? null : new Int32(facts.score)) as number | null,
  engagements: (facts.engagements === null ? null : Long.fromNumber(facts.engagements)) as number | null,
});

function summaryOf(posts: number, changes: readonly PostChange[], rows: number): Counted {
  const count = (is: (change: PostChange) => boolean): number => changes.filter(is).length;
  return {
    added: count(({ before }) => before === null),
    removed: count(({ after }) => after === null),
    corrected: count(({ before, after }) => before !== null && after !== null),
    unchanged: posts - changes.length,
    rows,
  };
}
