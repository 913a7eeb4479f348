import type { Profile, Removal, Tweet, User } from '@tdp/contracts';
import { AN_INSTANT, buildProfile, buildTweet, buildUser, createRandom } from '@tdp/testing';
import type { OutputRecord } from '@tdp/streaming';

/** A post whose text is told from every other by a word, and all that holds it. */
export interface Family {
  /** What must be nowhere once it is removed. */
  readonly secret: string;
  readonly author: User;
  /** The post in all its versions, with its reposts: these go. */
  readonly gone: readonly Tweet[];
  /** What quotes or answers it: these stay, without it. */
  readonly kept: readonly Tweet[];
}

export interface RemovalWorld {
  readonly toRemove: readonly Family[];
  /** Look the same, and nobody removes them. */
  readonly bystanders: readonly Family[];
  /** Of the authors that are removed as a whole. */
  readonly removedUsers: ReadonlySet<string>;
  readonly profiles: readonly Profile[];
}

const AUTHORS = 40;
/** Of the authors, those who are removed, and with them all their posts. */
const REMOVED_AUTHORS = 8;
const READERS = 25;

/** Families of posts by a few authors, held by the posts of readers who are never removed. */
export function buildRemovalWorld(families: number, bystanders: number): RemovalWorld {
  const authors = Array.from({ length: AUTHORS }, (_, index) => person(10_000 + index, 'author'));
  const readers = Array.from({ length: READERS }, (_, index) => person(20_000 + index, 'reader'));
  const removed = authors.slice(0, REMOVED_AUTHORS);
  const all = Array.from({ length: families }, (_, index) =>
    family(index, authors[index % AUTHORS] as User, readers),
  );
  return {
    toRemove: all,
    bystanders: Array.from({ length: bystanders }, (_, index) =>
      // Not of those who are removed as a whole.
      family(
        families + index,
        authors[REMOVED_AUTHORS + (index % (AUTHORS - REMOVED_AUTHORS))] as User,
        readers,
      ),
    ),
    removedUsers: new Set(removed.map(({ id }) => id)),
    profiles: [...authors, ...readers].map((user) => buildProfile({ user })),
  };
}

const person = (id: number, kind: string): User =>
  buildUser({ id: String(id), username: `${kind}_${id}`, description: `I am profile-of-${id}-.` });

function family(index: number, author: User, readers: readonly User[]): Family {
  const base = 1_000_000 + index * 100;
  const secret = `secret-${index}-word`;
  const reader = (offset: number) => readers[(index + offset) % readers.length] as User;
  const first = post(base, author, { text: `a first ${secret} & more` });
  const history = [first.id, String(base + 1)];
  const isEdited = index % 5 === 0;
  const edit = post(base + 1, author, { text: `an edited ${secret}`, editHistoryTweetIds: history });
  const shown = isEdited ? edit : first;
  const quote = post(base + 3, reader(1), {
    text: `see this, own-${index}-quote`,
    referencedTweets: [{ type: 'quoted', id: shown.id, tweet: shown }],
    includedUsers: [author],
  });
  return {
    secret,
    author,
    gone: [first, ...(isEdited ? [edit] : []), repost(base + 2, reader(0), shown)],
    kept: [
      quote,
      post(base + 4, reader(2), {
        text: `@${author.username} no, own-${index}-reply`,
        inReplyToUserId: author.id,
        referencedTweets: [{ type: 'replied_to', id: shown.id, tweet: shown }],
      }),
      repost(base + 5, reader(3), quote),
    ],
  };
}

const post = (id: number, author: User, over: Partial<Tweet>): Tweet =>
  buildTweet({ id: String(id), authorId: author.id, author, createdAt: AN_INSTANT + (id % 1_000), ...over });

const repost = (id: number, by: User, tweet: Tweet): Tweet =>
  post(id, by, {
    text: `RT @${tweet.author?.username}: ${tweet.text}`,
    referencedTweets: [{ type: 'retweeted', id: tweet.id, tweet }],
  });

/** A post as a record of `tweets-raw`, observed so much later. */
export const rawRecord = (tweet: Tweet, laterMs = 0): OutputRecord => ({
  ...{ topic: 'tweets-raw', key: tweet.id },
  record: { ...tweet, observedAt: tweet.observedAt + laterMs },
});

export const removalRecord = (subject: 'post' | 'user', id: string): OutputRecord => {
  const record: Removal = {
    ...{ subject, id, action: 'remove', upToPostId: null },
    ...{ at: AN_INSTANT + 60_000, reason: 'deleted', source: 'compliance' },
  };
  return { topic: 'removals', key: `${subject}/${id}`, record };
};

/** In an order that the seed decides. */
export function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  const random = createRandom(seed);
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
