/**
 * How long it takes to remove a user among many posts: npm run bench:removal -w @tdp/mongo-sink -- [POSTS]. Needs the stack
 * (KAFKA_BROKERS, SCHEMA_REGISTRY_URL, MONGODB_URI); makes a database of its own there and drops it.
 *
 * Each user wrote 1,000 posts, and 500 of others repost, quote or answer them. The peer, over the same posts in the same run,
 * is one look for what embeds the user without the index on `holds`, as any store without it has to.
 */
import type { Tweet } from '@tdp/contracts';
import { buildEnrichedTweet, buildTweet, buildUser } from '@tdp/testing';
import type { mongo } from 'mongoose';
import { openTestDatabase } from '../test-support/sink';
import { word } from '../test-support/envelopes';
import { toTweetDocument } from '../src/write-models/tweet-document';
import type { StoredDocument } from '../src/write-models/versioned';

const POSTS = Number(process.argv[2] ?? 1_000_000);
const USERS = 5;
const OWN = 1_000;
const HOLDING = 500;
const BATCH = 5_000;
const AUTHORS = 500_000;
const KINDS = ['retweeted', 'quoted', 'replied_to'];

const userId = (user: number): string => `u${user}`;

/** What a removal never reads is stored lean: its fields of indexes, and some text. */
function neighbour(index: number): object {
  const id = String(1_000_000_000_000_000_000n + BigInt(index) * 7_919n);
  const author = String((index * 7_907) % AUTHORS);
  return {
    _id: id,
    id,
    isEdited: false,
    editHistoryTweetIds: [id],
    text: `w${index % 30_011} `.repeat(30),
    createdAt: new Date(1_700_000_000_000 + index * 10),
    authorId: author,
    tags: { hashtags: [{ key: `t${index % 5_003}` }] },
    holds: [`user/${author}`, `post/${(index * 31) % POSTS}`, `user/${(index * 17) % AUTHORS}`],
    observedAt: new Date(1_700_000_000_000 + index * 10),
  };
}

function postsOf(user: number): readonly object[] {
  const author = buildUser({ id: userId(user) });
  const own = (index: number): Tweet => {
    const id = `${userId(user)}-${index}`;
    return buildTweet({ id, editHistoryTweetIds: [id], text: `own ${index}`, authorId: author.id, author });
  };
  const holding = (index: number): Tweet => {
    const id = `h${userId(user)}-${index}`;
    const tweet = own(index);
    return buildTweet({
      id,
      ...{ editHistoryTweetIds: [id], text: `of another ${index}`, authorId: String(index), author: null },
      referencedTweets: [{ type: KINDS[index % KINDS.length] ?? 'quoted', id: tweet.id, tweet }],
    });
  };
  const all = [
    ...Array.from({ length: OWN }, (_, i) => own(i)),
    ...Array.from({ length: HOLDING }, (_, i) => holding(i)),
  ];
  return all.map((tweet) => toTweetDocument(buildEnrichedTweet({ tweet }), new Date()));
}

async function fill(tweets: mongo.Collection<StoredDocument>): Promise<void> {
  const insert = async (documents: readonly object[]): Promise<void> => {
    await tweets.insertMany(documents as StoredDocument[], { ordered: false });
  };
  const usersEvery = Math.floor(POSTS / BATCH / USERS);
  for (let from = 0, batch = 0, user = 0; from < POSTS; from += BATCH, batch += 1) {
    await insert(
      Array.from({ length: Math.min(BATCH, POSTS - from) }, (_, index) => neighbour(from + index)),
    );
    // Their posts lie apart from each other in the file.
    if (batch % usersEvery === 0 && user < USERS) {
      await insert(postsOf(user));
      user += 1;
    }
    if (batch % 100 === 0) {
      console.error(`${from.toLocaleString('en')} posts`);
    }
  }
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [seconds: number, result: T]> {
  const started = performance.now();
  const result = await work();
  return [(performance.now() - started) / 1_000, result];
}

async function main(): Promise<void> {
  const test = await openTestDatabase();
  const { tweets } = test.database;
  try {
    await tweets.dropIndexes();
    const [filled] = await timed(() => fill(tweets));
    const [indexed] = await timed(async () => (await test.reopen()).close());
    console.log(
      `${POSTS} posts beside those of ${USERS} users: stored in ${filled.toFixed(0)} s, indexed in ${indexed.toFixed(0)} s`,
    );
    const corrections: number[] = [];
    const replica = test.createReplica({
      correct: (sent) => Promise.resolve(void corrections.push(sent.length)),
    });
    for (let user = 0; user < USERS; user += 1) {
      const key = `user/${userId(user)}`;
      const mine = { $or: [{ authorId: userId(user) }, { holds: key }] };
      const before = await tweets.countDocuments(mine);
      const [peer] = await timed(() =>
        tweets
          .find({ 'referencedTweets.tweet.authorId': userId(user) }, { projection: { _id: 1 } })
          .hint({ $natural: 1 })
          .toArray(),
      );
      corrections.length = 0;
      const [seconds] = await timed(() => replica([word('user', userId(user))]));
      const after = await tweets.countDocuments(mine);
      const sent = corrections.reduce((sum, count) => sum + count, 0);
      console.log(
        `user ${user}: ${before} posts were by or about, ${after} are left, ${sent} corrections for the topics: ` +
          `${seconds.toFixed(2)} s; a look without the index alone ${peer.toFixed(1)} s`,
      );
    }
    const plan = await tweets.find({ holds: { $in: [`user/${userId(0)}`] } }).explain('queryPlanner');
    console.log(`index: ${/"indexName":"(\w+)"/.exec(JSON.stringify(plan))?.[1]}`);
  } finally {
    await test.close();
  }
}

void main();
