import { createHash } from 'node:crypto';
import { AN_INSTANT, buildTweet, buildUser } from '@tdp/testing';
import {
  buildArticle,
  buildEntities,
  buildTag,
  buildTypicalPost,
  buildUrl,
  refersTo,
  repostOf,
} from '../test-support/posts';
import { createEnrich, createSteps } from './pipeline';
import type { StepName } from './steps/step';
import { createTopicMatcher } from './topics/matcher';
import { parseTopics } from './topics/parse-topics';

/**
 * What each step gave for the posts below, by revision. A line is added, never changed: documents
 * of that revision are in somebody's database.
 */
const RECORDED: Readonly<Record<StepName, Readonly<Record<number, string>>>> = {
  content: { 1: '128883dd87bd7167', 2: 'd16e6fc4a2049446' },
  conversation: { 1: '3fe5677be4fc52f9', 2: '8e46ad5b0552f3eb' },
  tags: { 1: 'bb7f52dd41a9ab60', 2: 'dba2d87b2fffadb5' },
  links: { 1: 'e86339ce1a8c0137', 2: '37a898cc64f7a71e' },
  emoji: { 1: 'dd0f1089b5deeb7c' },
  attached: { 1: 'a9894185d6d88d95' },
  language: { 1: 'bf9dc729c6b42a1b', 2: '490c24d627f74190' },
  sentiment: { 1: 'a64135359ace9c99', 2: 'fc3403af98bb225f' },
  geo: { 1: '5a006384e038d044' },
  topics: { 1: '6b31ad9e00bc142a', 2: '3b51caf31366db98' },
  copies: { 1: '80523ffab3986be0', 2: '051e81a5dbe6d9b6', 3: '6d46b9bb33015de2' },
  reach: { 1: '80956f7ef8004102' },
  created: { 1: '92e467fdea6b78ec' },
};

const photo = (mediaKey: string) => buildUrl({ expandedUrl: 'https://x.com/u/status/5/photo/1', mediaKey });
const place = {
  id: '07d9',
  fullName: 'Fiji',
  name: 'Fiji',
  country: 'Fiji',
  countryCode: 'FJ',
  placeType: 'country',
  containedWithin: [],
  geoType: 'Feature',
  bbox: [176.9, -19.2, -178.2, -16.1],
};
const quoted = buildTweet({ id: '7', text: 'quoted' });

/** Posts that between them take every way through the steps. */
const posts = [
  buildTweet(),
  buildTypicalPost(),
  buildTweet({ text: '', createdAt: null, lang: null }),
  buildTweet({
    text: 'R&amp;D at AT&amp;T: 3 &lt; 5 &gt; 2 #lab',
    entities: buildEntities({ hashtags: [buildTag('lab', 37)] }),
  }),
  buildTweet({ text: '¡Olé! señor… naïve café, 1,000.5 don’t', lang: 'es' }),
  buildTweet({ text: 'Привет, мир! Как дела?', lang: 'ru' }),
  buildTweet({ text: 'こんにちは世界、今日はいい天気ですね。', lang: 'ja' }),
  buildTweet({ text: 'שלום עולם', lang: 'iw' }),
  buildTweet({ text: 'สวัสดีชาวโลก', lang: 'th' }),
  buildTweet({ text: '👩‍👩‍👧‍👦 🇺🇳 4\u20E3 ❤ ☀\uFE0E © 👍🏽 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🕵🏽\u200D♂', lang: 'qme' }),
  buildTweet({
    mediaKeys: ['3_1', '3_2', '3_1'],
    entities: buildEntities({ urls: [photo('3_1'), photo('3_2')] }),
  }),
  buildTweet({
    entities: buildEntities({
      hashtags: [buildTag('B'), buildTag('b', 3), buildTag('B', 6), buildTag('B', 6)],
      mentions: [{ start: 0, end: 1, username: 'bob', id: null }],
      cashtags: [buildTag('X')],
      urls: [buildUrl(), buildUrl({ unwoundUrl: 'https://u', expandedUrl: 'https://e' })],
    }),
  }),
  buildTweet({ text: 'long te…', noteTweet: { text: 'long text &lt;3 #b', entities: null } }),
  buildTweet({
    text: 'https://t.co/a',
    article: buildArticle({ title: 'T', text: 'The &amp; text.', coverMediaKey: '3_5' }),
  }),
  buildTweet({
    text: 'https://t.co/a',
    article: buildArticle({ title: 'Only a title', mediaKeys: ['3_6'] }),
  }),
  buildTweet(repostOf(null)),
  buildTweet({ ...repostOf(buildTweet({ text: 'original', lang: 'in', mediaKeys: ['3_1'] })), lang: 'en' }),
  buildTweet(refersTo('quoted', quoted)),
  buildTweet(refersTo('replied_to', quoted)),
  buildTweet({ inReplyToUserId: '5' }),
  buildTweet({ createdAt: Date.UTC(2024, 1, 29, 23, 59, 59, 999) }),
  buildTweet({ createdAt: Number.MAX_SAFE_INTEGER }),
  buildTweet({ text: 'I LOVE the train :) but not the rain!!! 😂 It is not bad. Really?', lang: 'en' }),
  buildTweet({
    text: 'Guten Morgen zusammen, der Zug ist nicht schlecht. https://t.co/a',
    lang: 'und',
    entities: null,
  }),
  buildTweet({ coordinates: { type: 'Point', coordinates: [13.4, 52.5] } }),
  buildTweet({ coordinates: { type: 'Point', coordinates: [0, 0] }, place }),
  buildTweet({ place }),
  buildTweet({
    author: buildUser({ createdAt: Date.UTC(2010, 5, 1), verifiedType: 'blue', location: 'Kraków' }),
    publicMetrics: {
      ...{ likeCount: 4, replyCount: 3, retweetCount: 2, quoteCount: 1 },
      ...{ bookmarkCount: 5, impressionCount: 1_000 },
    },
  }),
];

const topics = parseTopics(
  'topics:\n  - name: rail\n    words: { en: [train], de: [Zug] }\n    hashtags: [lab]\n    accounts: [bob]\n',
  'topics.yaml',
);

describe('a step gives what its revision is recorded with', () => {
  const match = createTopicMatcher(topics.ok ? topics.topics : []);
  const steps = createSteps({ topics: { current: () => ({ match, version: 'v' }) } });
  const records = posts.map((post) => {
    const result = createEnrich(steps)(post, AN_INSTANT);
    return result.kind === 'ok' ? result.value.record : null;
  });

  it.each(Object.keys(steps) as StepName[])('%s', (name) => {
    const { revision } = steps[name];
    const outputs = records.map((record) => record?.[name] ?? null);
    const given = createHash('sha256').update(JSON.stringify(outputs)).digest('hex').slice(0, 16);
    if (given !== RECORDED[name][revision]) {
      throw new Error(
        `${name} no longer gives what its revision ${revision} is recorded with: raise it in src/steps/${name}.ts and ` +
          `record ${given} for it here, so that the sink replaces what the earlier one wrote`,
      );
    }
    expect(Math.max(...Object.keys(RECORDED[name]).map(Number))).toBe(revision);
  });
});
