import type { Tweet } from '@tdp/contracts';
import type { Envelope, Handle } from '@tdp/streaming';
import { AN_INSTANT, buildEnrichedTweet, buildProfile, buildTweet, buildUser } from '@tdp/testing';
import type { Correction } from '../src/writes/corrections';
import { envelope } from './envelopes';
import { openTestDatabase } from './sink';

/** What must be nowhere once ann's post, or ann, is removed. */
export const SECRET = 'words of ann';
export const ann = buildUser({ id: '71', username: 'ann', description: `I am ${SECRET}` });
export const ben = buildUser({ id: '72', username: 'ben' });
export const by = (user: typeof ann) => ({ authorId: user.id, author: user });

export const original = (over: Partial<Tweet> = {}) =>
  buildTweet({ id: '1000', text: SECRET, editHistoryTweetIds: ['1000'], ...by(ann), ...over });
export const referring = (id: string, type: string, tweet: Tweet, over: Partial<Tweet> = {}) =>
  buildTweet({
    id,
    text: type === 'retweeted' ? `RT: ${tweet.text}` : `ben's own in ${id}`,
    editHistoryTweetIds: [id],
    ...by(ben),
    referencedTweets: [{ type, id: tweet.id, tweet }],
    ...over,
  });
export const enriched = (tweet: Tweet): Envelope => {
  const quoted = tweet.referencedTweets.find(({ type }) => type === 'quoted')?.tweet?.text ?? null;
  const content = {
    fullText: tweet.referencedTweets.find(({ type }) => type === 'retweeted')?.tweet?.text ?? tweet.text,
    plainText: '',
    textComplete: true,
    characterCount: 0,
    wordCount: 0,
    sentenceCount: 0,
    quotedText: quoted,
    revision: 1,
  };
  return envelope(tweet.id, buildEnrichedTweet({ tweet, content }));
};
export const profileOf = (user: typeof ann): Envelope =>
  envelope(user.id, buildProfile({ user, observedAt: AN_INSTANT }), 'profiles-raw');

/** One post of ann, and everything of ben that holds it, or only looks as if it did. */
export const everything = () => [
  enriched(original()),
  enriched(referring('2000', 'retweeted', original())),
  enriched(referring('3000', 'quoted', original())),
  enriched(referring('4000', 'replied_to', original())),
  enriched(referring('5000', 'retweeted', referring('3000', 'quoted', original()))),
  enriched(
    referring('6000', 'retweeted', original(), {
      referencedTweets: [{ type: 'retweeted', id: '1000', tweet: null }],
    }),
  ),
  enriched(buildTweet({ id: '7000', ...by(ben), editHistoryTweetIds: ['7000'] })),
];

/** A sink whose corrections are kept instead of sent, over a database that each test finds empty. */
export interface RemovalWorld {
  readonly database: Awaited<ReturnType<typeof openTestDatabase>>['database'];
  readonly store: (...slice: Envelope[]) => ReturnType<Handle>;
  /** Everything in the database as one text: what is not in it is nowhere. */
  readonly dump: () => Promise<string>;
  /** _ids in `tweets`. */
  readonly ids: () => Promise<readonly string[]>;
  /** What went to the topics since it was last forgotten: ids that were removed, ids of posts that were replaced. */
  readonly corrected: () => {
    readonly posts: string[];
    readonly users: string[];
    readonly replaced: string[];
  };
  readonly corrections: () => readonly Correction[];
  readonly forget: () => void;
  /** The database, and what went to the topics. */
  readonly empty: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function openRemovalWorld(): Promise<RemovalWorld> {
  const test = await openTestDatabase();
  let corrections: Correction[] = [];
  const replica = test.createReplica({
    correct: async (sent) => {
      corrections.push(...sent);
    },
  });
  return {
    database: test.database,
    store: (...slice) => replica(slice),
    async dump() {
      const { tweets, tweetVersions, users, userSnapshots, deadLetters, removals } = test.database;
      const all = await Promise.all(
        [tweets, tweetVersions, users, userSnapshots, deadLetters, removals].map(
          (collection): Promise<readonly object[]> => collection.find().toArray(),
        ),
      );
      return JSON.stringify(all);
    },
    async ids() {
      const found = await test.database.tweets
        .find({}, { projection: { _id: 1 } })
        .sort({ _id: 1 })
        .toArray();
      return found.map(({ _id }) => _id);
    },
    corrected: () => ({
      posts: [
        ...new Set(corrections.flatMap((one) => ('removedPost' in one ? [one.removedPost] : []))),
      ].toSorted(),
      users: corrections.flatMap((one) => ('removedUser' in one ? [one.removedUser] : [])),
      replaced: corrections.flatMap((one) => ('tweet' in one ? [one.tweet.id] : [])),
    }),
    corrections: () => corrections,
    forget() {
      corrections = [];
    },
    empty() {
      corrections = [];
      return test.empty();
    },
    close: () => test.close(),
  };
}

/** What became of each record: why it was dropped, or what else. */
export const kinds = (results: Awaited<ReturnType<Handle>>) =>
  results.map((result) => (result.kind === 'drop' ? result.reason : result.kind));
