import { buildTweet, buildUser } from '@tdp/testing';
import { buildEntities, buildTag, repostOf } from '../../test-support/posts';
import { contentOf } from '../domain/content';
import { createTopicMatcher } from '../topics/matcher';
import { parseTopics } from '../topics/parse-topics';
import { createTopicsStep } from './topics';

const parsed = parseTopics(
  'topics:\n  - { name: rail, words: [night train], hashtags: [Rail], accounts: [bob] }\n  - { name: de, words: [Zug], languages: [de] }\n',
  'topics.yaml',
);
const match = createTopicMatcher(parsed.ok ? parsed.topics : []);
const step = createTopicsStep({ current: () => ({ match, version: 'v1' }) });
const topicsOf = (tweet = buildTweet()) => step.run(tweet, contentOf(tweet))?.topics;

it('gives what the post itself says, whatever the spelling, and by which file', () => {
  const tweet = buildTweet({
    text: 'The NIGHT\nTrain to #RAIL with @Bob',
    entities: buildEntities({
      hashtags: [{ ...buildTag('RAIL', 19), end: 24 }],
      mentions: [{ start: 30, end: 34, username: 'Bob', id: '3' }],
    }),
  });
  expect(step.run(tweet, contentOf(tweet))).toEqual({
    topics: [{ name: 'rail', hits: ['word:night train', 'hashtag:rail', 'account:bob'] }],
    version: 'v1',
  });
});

it('looks at the original of a repost: its author, its words, its language', () => {
  const original = buildTweet({ text: 'Der Zug kommt', lang: 'de', author: buildUser({ username: 'BOB' }) });
  expect(topicsOf(buildTweet({ ...repostOf(original), lang: 'en' }))?.map(({ name }) => name)).toEqual([
    'rail',
    'de',
  ]);
});

it('finds none in a post about something else, and is null without topics', () => {
  expect(topicsOf(buildTweet({ text: 'training', lang: 'de', entities: null }))).toEqual([]);
  const tweet = buildTweet();
  expect(createTopicsStep(null).run(tweet, contentOf(tweet))).toBeNull();
});
