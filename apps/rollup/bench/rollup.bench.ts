/**
 * What a changed post costs, by how many are stored: npm run bench -w @tdp/rollup -- [POSTS]. Needs a mongod (MONGODB_URI);
 * makes a database of its own there and drops it.
 */
import assert from 'node:assert/strict';
import { createRandom, uniqueName } from '@tdp/testing';
import { createLogger, systemClock } from '@tdp/service';
import { countPosts } from '../src/count-posts';
import { createDatabase, prepareDatabase, type Database } from '../src/database';
import { claimLease, createState, type Lease } from '../src/lease';
import { nextStretch } from '../src/walk';
import { post } from '../test-support/posts';
import { recount, recountGroups, stored, storedGroups } from '../test-support/recount';
import { fillByAggregation } from './fill';

const MAX = Number(process.argv[2] ?? 1_000_000);
/** Where it stops to measure. */
const STORED = [10_000, 100_000, 1_000_000, 10_000_000].filter((posts) => posts <= MAX);
const BATCH = 500;
const CHANGED = 2_000;
const CHECKED = 10_000;
const INSERTED_AT_ONCE = 5_000;
/** A million in a month. */
const MS_APART = 2_592;

const random = createRandom(7);
const below = (limit: number): number => Math.floor(random() * limit);
/** Few are frequent and many rare. */
const rare = (limit: number): number => Math.floor(limit ** random());
const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
const several = (most: number, of: (index: number) => string): string[] =>
  Array.from({ length: below(most + 1) }, (_, index) => of(index));

const idOf = (index: number): string => String(1_500_000_000_000_000_000n + BigInt(index));

/** One in three a repost, one in five an answer in a conversation of before. */
function randomPost(index: number) {
  const kind = pick(['repost', 'post', 'reply', 'post', 'quote', 'repost']);
  const tags = new Set(several(3, () => `tag${rare(20_000)}`));
  const options = {
    // X's ids go up with time, and so do posts in a stream.
    createdAt: new Date(Date.UTC(2026, 0, 1) + index * MS_APART),
    authorId: String(rare(300_000)),
    kind,
    threadId: kind === 'reply' ? idOf(below(index + 1)) : idOf(index),
    hashtags: [...tags],
    topics: random() < 0.3 ? [`topic${below(10)}`] : [],
    language: pick(['en', 'en', 'en', 'ja', 'es', 'pt', 'de', 'und']),
    compound: random() < 0.4 ? (below(20_001) - 10_000) / 10_000 : null,
    country: random() < 0.02 ? pick(['GB', 'US', 'JP', 'DE']) : null,
    links: several(1, () => `d${rare(5_000)}.example`).map((domain) => ({ domain, kind: 'web' })),
    textHash: random() < 0.05 ? `copy${below(5_000)}` : `text${index}`,
    engagements: rare(10_000),
  };
  // The rest of a post is not read, but must be got from the disk.
  return { _id: idOf(index), ...post(options), unread: 'x'.repeat(500) };
}

interface Costs {
  readonly seconds: number;
  readonly ownMicros: number;
  readonly mongodMicros: number;
}

async function mongodCpu({ db }: Database): Promise<number> {
  const { extra_info: used } = await db.admin().command({ serverStatus: 1 });
  const { user_time_us, system_time_us } = used as Readonly<Record<string, number>>;
  return Number(user_time_us) + Number(system_time_us);
}

async function measured(database: Database, work: () => Promise<void>): Promise<Costs> {
  const [own, server, begun] = [process.cpuUsage(), await mongodCpu(database), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(own);
  return {
    seconds: (performance.now() - begun) / 1_000,
    ownMicros: user + system,
    mongodMicros: (await mongodCpu(database)) - server,
  };
}

function report(stored: number, what: string, posts: number, costs: Costs): void {
  const { seconds, ownMicros, mongodMicros } = costs;
  const cells = [
    stored.toLocaleString('en'),
    what,
    Math.round(posts / seconds).toLocaleString('en'),
    String(Math.round((seconds * 1e6) / posts)),
    String(Math.round(ownMicros / posts)),
    String(Math.round(mongodMicros / posts)),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

async function count(database: Database, lease: Lease, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += BATCH) {
    await countPosts(database, lease, { ids: ids.slice(at, at + BATCH), progress: {} });
  }
}

async function insert(database: Database, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += INSERTED_AT_ONCE) {
    const many = Array.from({ length: Math.min(INSERTED_AT_ONCE, to - at) }, (_, index) =>
      randomPost(at + index),
    );
    await database.tweets.insertMany(many, { ordered: false, writeConcern: { w: 1 } });
  }
}

/** The first count of posts that are stored already. */
async function walk(database: Database, lease: Lease, from: number): Promise<void> {
  let after: string | null = idOf(from - 1);
  for (;;) {
    const { ids, upTo } = await nextStretch(database, after, BATCH);
    if (upTo === null) {
      return;
    }
    await countPosts(database, lease, { ids, progress: { reconciledUpTo: upTo } });
    after = upTo;
  }
}

async function changes(database: Database, lease: Lease, posts: number): Promise<void> {
  const chosen = [...new Set(Array.from({ length: CHANGED }, () => below(posts)))];
  const ids = chosen.map(idOf);
  const cost = (what: string) => async (prepare: () => Promise<unknown>) => {
    await prepare();
    report(posts, what, ids.length, await measured(database, () => count(database, lease, ids)));
  };
  await cost('not changed')(() => Promise.resolve());
  await cost('enriched again, another sentiment and topic')(async () => {
    for (const id of ids) {
      const label = { compound: -0.5, label: 'negative' };
      await database.tweets.updateOne(
        { _id: id },
        { $set: { sentiment: label, 'topics.topics': [{ name: 'new' }] } },
      );
    }
  });
  await cost('removed')(() => database.tweets.deleteMany({ _id: { $in: ids } }));
  await cost('stored again')(() => database.tweets.insertMany(chosen.map(randomPost)));
}

/** That the figures are of something that is right. */
async function check({ db }: Database): Promise<void> {
  assert.deepEqual(await stored(db, 'hour'), await recount(db, 'hour'));
  assert.deepEqual(await storedGroups(db), await recountGroups(db));
}

async function main(): Promise<void> {
  const uri = new URL(process.env['MONGODB_URI'] ?? '');
  uri.pathname = `/${uniqueName('bench-test')}`;
  const database = createDatabase({ uri: uri.href });
  const logger = createLogger({ service: 'bench', version: 'bench', level: 'warn' });
  await prepareDatabase(database, { uri: uri.href, clock: systemClock, logger });
  await createState(database);
  try {
    const lease = (await claimLease(database, { owner: 'bench', leaseMs: 600_000 }))!;
    console.log('| posts stored | what happens to a post | posts/s | µs, each | µs of CPU | µs of mongod |');
    console.log('| --: | --- | --: | --: | --: | --: |');
    let filled = 0;
    for (const posts of STORED) {
      await insert(database, filled, posts - CHANGED);
      await fillByAggregation(database.db);
      await insert(database, posts - CHANGED, posts);
      filled = posts;
      const costs = await measured(database, () => walk(database, lease, posts - CHANGED));
      report(posts, 'counted for the first time', CHANGED, costs);
      await changes(database, lease, posts);
      if (posts <= CHECKED) {
        await check(database);
      }
    }
    for (const { collectionName } of [database.hourly, database.daily, database.posts, database.groups]) {
      const [stats] = await database.db
        .collection(collectionName)
        .aggregate([{ $collStats: { storageStats: {} } }])
        .toArray();
      const {
        count: documents,
        storageSize,
        totalIndexSize,
      } = stats?.['storageStats'] as Record<string, number>;
      console.log(
        `${collectionName}: ${documents} documents, ${storageSize} bytes, indexes ${totalIndexSize} bytes`,
      );
    }
  } finally {
    await database.db.dropDatabase();
    await database.client.close();
  }
}

void main();
