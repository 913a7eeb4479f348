import { Double, Long, type Db, type Document } from 'mongodb';
import { full, LONG_ID, THE_DAY } from '../test-support/known-data';
import { storedPost, storedUser } from '../test-support/stored';
import { buildProfile, buildUser } from '@tdp/testing';

const AUTHORS = 50_000;
const TAGS = 5_000;
const LANGUAGES = ['en', 'en', 'ja', 'de', 'und', 'es'];
const BATCH = 5_000;
const SECONDS_APART = 2;
const WORDS =
  'river water rain flood dam fish bank stream bridge boat mill spring delta tide wave shore'.split(' ');

/** Numbers that are the same in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Fills a database with so many posts, as the sink stores them, and their authors; few values repeat. */
export async function fillPosts(database: Db, count: number, shown: (count: number) => void): Promise<void> {
  const template = storedPost(full(LONG_ID));
  const next = numbers(7);
  const collection = database.collection('tweets');
  await collection.createIndexes([{ key: { createdAt: 1 } }]);
  for (let from = 0; from < count; from += BATCH) {
    const size = Math.min(BATCH, count - from);
    await collection.insertMany(
      Array.from({ length: size }, (_, index) => postOf(template, from + index, next)),
      { ordered: false },
    );
    shown(from + size);
  }
  const user = storedUser(buildProfile({ user: buildUser({ id: LONG_ID }) }));
  const users = Array.from({ length: AUTHORS }, (_, index) => ({
    ...user,
    ...{ _id: String(index), username: `user_${index}` },
  }));
  await database.collection('users').insertMany(users as Document[]);
}

function postOf(template: Document, index: number, next: () => number): Document {
  const id = String(1_000_000_000_000_000_000n + BigInt(index));
  const createdAt = new Date(THE_DAY + index * SECONDS_APART * 1_000);
  const authorId = String(Math.floor(next() ** 3 * AUTHORS));
  const words = Array.from(
    { length: 24 },
    () => `${WORDS[Math.floor(next() * WORDS.length)]}${Math.floor(next() * 900)}`,
  );
  const { hashtags } = template['tags'] as { readonly hashtags: readonly object[] };
  const tag = `tag${Math.floor(next() ** 4 * TAGS)}`;
  const likes = Math.floor(next() ** 6 * 100_000);
  return {
    ...template,
    ...{ _id: id, id, text: words.join(' '), createdAt, authorId },
    ...{ lang: LANGUAGES[index % LANGUAGES.length] ?? null, conversationId: id, editHistoryTweetIds: [id] },
    author: { ...template['author'], id: authorId, username: `user_${authorId}` },
    content: { ...template['content'], fullText: words.join(' ') },
    publicMetrics: { ...template['publicMetrics'], likeCount: Long.fromNumber(likes) },
    sentiment: { ...template['sentiment'], compound: new Double(next() * 2 - 1) },
    tags: { ...template['tags'], hashtags: [{ tag, key: tag }, ...hashtags] },
    copies: { ...template['copies'], textHash: Math.floor(next() * 2 ** 48).toString(16) },
    geo:
      index % 10 === 0
        ? {
            ...template['geo'],
            latitude: new Double(next() * 120 - 60),
            longitude: new Double(next() * 340 - 170),
          }
        : null,
    ...{ observedAt: createdAt, enrichedAt: createdAt, storedAt: createdAt },
  };
}
