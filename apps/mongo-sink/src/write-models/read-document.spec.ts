import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mongo } from 'mongoose';
import { latestSchema, type EnrichedTweet } from '@tdp/contracts';
import { AN_INSTANT, buildEnrichedTweet, buildTweet, buildUser } from '@tdp/testing';
import { compileReader } from './read-document';
import { toEnrichedTweet } from './read-tweet-document';
import { toTweetDocument } from './tweet-document';
import type { StoredDocument } from './versioned';

/** As MongoDB gives it back: through BSON, values promoted by the driver. */
const throughBson = (document: StoredDocument): StoredDocument =>
  mongo.BSON.deserialize(mongo.BSON.serialize(document)) as StoredDocument;
const stored = (record: EnrichedTweet) => throughBson(toTweetDocument(record, new Date(AN_INSTANT)));

const EXAMPLES = path.resolve(__dirname, '../../../../libs/contracts/examples/EnrichedTweet');

describe('the post of a stored document', () => {
  const examples = readdirSync(EXAMPLES).filter((name) => name.startsWith('valid-with'));

  it.each(examples)('is the record that was stored: %s', (name) => {
    const example = JSON.parse(readFileSync(path.join(EXAMPLES, name), 'utf8')) as EnrichedTweet;
    const record = {
      ...example,
      tweet: buildTweet({ ...example.tweet, includedUsers: [buildUser({ id: '9', createdAt: 5 })] }),
    };
    // Fields that an example leaves out have their defaults.
    expect(toEnrichedTweet(stored(record))).toMatchObject(record);
  });

  it('is the record that was stored, with posts inside posts, large and fractional numbers', () => {
    const quoted = buildTweet({
      id: '1',
      coordinates: { type: 'Point', coordinates: [13, 52.5] },
      createdAt: 1,
    });
    const original = buildTweet({
      id: '2',
      referencedTweets: [{ type: 'quoted', id: '1', tweet: quoted }],
      publicMetrics: {
        retweetCount: 3_000_000_000,
        replyCount: 0,
        likeCount: null,
        quoteCount: 1,
        bookmarkCount: null,
        impressionCount: null,
      },
    });
    const tweet = buildTweet({
      id: '3',
      referencedTweets: [{ type: 'retweeted', id: '2', tweet: original }],
    });
    const record = buildEnrichedTweet({ tweet });
    expect(toEnrichedTweet(stored(record))).toEqual(record);
  });

  it('has the default of a field that the release which stored it did not know', () => {
    const { communityId: _unknown, mediaKeys: _too, ...older } = stored(buildEnrichedTweet({}));
    const { tweet } = toEnrichedTweet(older);
    expect([tweet.communityId, tweet.mediaKeys]).toEqual([null, []]);
  });
});

it('compileReader refuses a schema without its subject', () => {
  expect(() => compileReader(latestSchema('StreamGap'), { subject: 'tweet' })).toThrow('no field tweet');
});
