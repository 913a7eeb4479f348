import type { Tweet } from '@tdp/contracts';
import { AN_INSTANT, buildTweet } from '@tdp/testing';
import { buildEntities, buildUrl } from '../test-support/posts';
import { createEnrich, createSteps } from './pipeline';
import { createTopicMatcher } from './topics/matcher';
import { parseTopics } from './topics/parse-topics';

/*
 * Texts that nobody thinks of, and what each enrichment has for them. X's own posts have at most 25,000 characters; what
 * of these cannot come through the ingester (lone surrogates) may come from another producer.
 */
interface Row {
  readonly of: string;
  readonly post: Partial<Tweet>;
  readonly plainText: string;
  /** Characters, words, sentences. */
  readonly counts: readonly [number, number, number];
  /** How many; null: unknown. */
  readonly links: number | null;
  readonly emoji: number;
  readonly language: string | null;
  /** Label, or why there is none. */
  readonly sentiment: string;
  readonly topics: readonly string[];
  /** How many keys of near copies there are; null: no words to copy. */
  readonly nearKeys: number | null;
}

const NO_WORDS = { counts: [0, 0, 0], links: 0, emoji: 0, topics: [], nearKeys: null } as const;
const none = buildEntities();
const long = 'A long way by train. '.repeat(1_190);
const link = (start: number) =>
  buildUrl({
    start,
    end: start + 23,
    expandedUrl: `https://example.org/${start}`,
    url: 'https://t.co/aaaaaaaaaa',
  });
const flags = '👩‍👩‍👧‍👦🇺🇳❤\uFE0F👍🏽';
const keycaps = '4\u20E3#\uFE0F\u20E3';

const rows: readonly Row[] = [
  {
    of: 'no text',
    post: { text: '', entities: none },
    ...NO_WORDS,
    plainText: '',
    language: 'en',
    sentiment: 'no_text',
  },
  {
    of: 'nothing that can be seen',
    post: { text: ' \u200B\n\uFEFF\u2060\t\u00A0', entities: none },
    ...NO_WORDS,
    plainText: '',
    counts: [7, 0, 0],
    language: 'en',
    sentiment: 'no_text',
  },
  {
    of: 'punctuation only',
    post: { text: '... ?! -- _', entities: none },
    ...NO_WORDS,
    plainText: '... ?! -- _',
    counts: [11, 0, 0],
    language: 'en',
    sentiment: 'neutral',
  },
  {
    of: '25,000 characters',
    post: { noteTweet: { text: long.padEnd(25_000, '!'), entities: none } },
    plainText: long.padEnd(25_000, '!'),
    counts: [25_000, 5_950, 1_190],
    links: 0,
    emoji: 0,
    language: 'en',
    sentiment: 'neutral',
    topics: ['rail'],
    nearKeys: 4,
  },
  {
    of: '25,000 characters that cannot be seen',
    post: { noteTweet: { text: '\u200B'.repeat(25_000), entities: none } },
    ...NO_WORDS,
    plainText: '',
    counts: [25_000, 0, 0],
    language: 'en',
    sentiment: 'no_text',
  },
  {
    of: '12,500 emoji',
    post: { noteTweet: { text: '🚂😀'.repeat(6_250), entities: none }, lang: 'qme' },
    ...NO_WORDS,
    plainText: '🚂😀'.repeat(6_250),
    counts: [12_500, 0, 0],
    emoji: 12_500,
    language: null,
    sentiment: 'language_unknown',
  },
  {
    of: 'emoji only, of many code points each',
    post: { text: flags, entities: none, lang: 'und' },
    ...NO_WORDS,
    plainText: flags,
    counts: [13, 0, 0],
    emoji: 4,
    language: null,
    sentiment: 'language_unknown',
  },
  {
    // Their digits are words by Unicode's segmentation.
    of: 'emoji of keys',
    post: { text: keycaps, entities: none },
    plainText: keycaps,
    counts: [5, 1, 1],
    links: 0,
    emoji: 2,
    language: 'en',
    sentiment: 'neutral',
    topics: [],
    nearKeys: 0,
  },
  {
    of: 'links only',
    post: {
      text: 'https://t.co/aaaaaaaaaa https://t.co/aaaaaaaaaa',
      entities: buildEntities({ urls: [link(0), link(24)] }),
      lang: 'zxx',
    },
    ...NO_WORDS,
    plainText: '',
    counts: [47, 0, 0],
    links: 2,
    language: null,
    sentiment: 'no_text',
  },
  {
    of: 'right-to-left text with a number and a name in Latin letters',
    post: { text: '\u200Fالقطار رقم 12 إلى London جميل! שלום', entities: none, lang: 'ar' },
    plainText: '\u200Fالقطار رقم 12 إلى London جميل! שלום',
    counts: [36, 7, 2],
    links: 0,
    emoji: 0,
    language: 'ar',
    sentiment: 'language',
    topics: ['rail'],
    nearKeys: 4,
  },
  {
    of: 'scripts with and without spaces',
    post: { text: '東京の電車 train поезд รถไฟ 기차 ΤΡΑΙΝΟ', entities: none, lang: 'und' },
    plainText: '東京の電車 train поезд รถไฟ 기차 ΤΡΑΙΝΟ',
    counts: [32, 8, 1],
    links: 0,
    emoji: 0,
    language: null,
    sentiment: 'language_unknown',
    topics: ['rail'],
    nearKeys: 4,
  },
  {
    of: 'halves of surrogate pairs',
    post: { text: '\uDE82 I love the train \uD83D', entities: none },
    plainText: '\uDE82 I love the train \uD83D',
    counts: [20, 4, 1],
    links: 0,
    emoji: 0,
    language: 'en',
    sentiment: 'positive',
    topics: ['rail'],
    nearKeys: 0,
  },
  {
    of: 'NUL and other control characters',
    post: { text: 'I love\u0000the\u0007train\u001B[0m', entities: none },
    plainText: 'I love\u0000the\u0007train\u001B[0m',
    counts: [20, 5, 1],
    links: 0,
    emoji: 0,
    language: 'en',
    // What no space divides is one word to VADER.
    sentiment: 'neutral',
    topics: ['rail'],
    nearKeys: 4,
  },
];

const parsed = parseTopics(
  'topics:\n  - name: rail\n    words: [train, 電車, قطار]\n    hashtags: [train]\n',
  'topics.yaml',
);
const match = createTopicMatcher(parsed.ok ? parsed.topics : []);
const enrich = createEnrich(createSteps({ topics: { current: () => ({ match, version: 'v' }) } }));

function enriched(post: Partial<Tweet>) {
  const result = enrich(buildTweet(post), AN_INSTANT);
  if (result.kind !== 'ok') {
    throw new Error(result.kind);
  }
  return result.value.record;
}

describe.each(rows)('of $of', ({ post, ...expected }) => {
  const record = enriched(post);
  const { content, tags, links, emoji, language, sentiment, topics, copies } = record;

  it('the enrichments have', () => {
    expect({
      plainText: content?.plainText,
      counts: [content?.characterCount, content?.wordCount, content?.sentenceCount],
      links: links?.linkCount ?? null,
      emoji: emoji?.count,
      language: language?.tag,
      sentiment: sentiment?.label ?? sentiment?.notScored,
      topics: topics?.topics.map(({ name }) => name),
      nearKeys: copies?.nearKeys.length ?? null,
      of: expected.of,
    }).toEqual(expected);
    expect(content?.textComplete).toBe(true);
    expect(tags).toMatchObject({ hashtagCount: 0, mentionCount: 0, cashtagCount: 0 });
  });

  it('no step fails, and those that do not read the text have what they have for any', () => {
    const { conversation, attached, geo, reach, created } = enriched({});
    expect(record).toMatchObject({ conversation, attached, geo, reach, created, enrichmentFailures: [] });
  });
});
