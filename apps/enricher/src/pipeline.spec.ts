import type { EnrichedTweet, Tweet } from '@tdp/contracts';
import { AN_INSTANT, buildTweet } from '@tdp/testing';
import { buildArticle, buildEntities, buildTag, buildUrl, refersTo, repostOf } from '../test-support/posts';
import { createEnrich, createSteps } from './pipeline';
import { ENRICHMENT_REVISION } from './revision';
import type { Steps } from './steps/step';

function enriched(overrides: Partial<Tweet>, steps: Steps = createSteps()): EnrichedTweet {
  const result = createEnrich(steps)(buildTweet(overrides), AN_INSTANT);
  if (result.kind !== 'ok') {
    throw new Error(`expected ok, got ${result.kind}`);
  }
  return result.value.record;
}
const contentOf = (overrides: Partial<Tweet>) => enriched(overrides).content;

it('carries the post, when it was enriched and by which revision', () => {
  const tweet = buildTweet();
  const { enrichmentRevision, enrichedAt, ...record } = enriched(tweet);
  expect(record.tweet).toEqual(tweet);
  expect([enrichmentRevision, enrichedAt]).toEqual([ENRICHMENT_REVISION, AN_INSTANT]);
  expect(record.enrichmentFailures).toEqual([]);
});

describe('content', () => {
  it('is the text of an ordinary post, and how long it is', () => {
    const content = { fullText: '🌊 hi 👍🏽', isComplete: true, characterCount: 7, wordCount: 1 };
    expect(contentOf({ text: '🌊 hi 👍🏽' })).toEqual(content);
  });

  it.each([
    ['R&amp;D &lt;b&gt; &amp;&amp;', 'R&D <b> &&'],
    // Only X's three, and only once: a text about escapes stays one.
    ['&amp;lt; &quot; &#39; & &amp', '&lt; &quot; &#39; & &amp'],
  ])('is what people read: %j is %j', (text, fullText) => {
    expect(contentOf({ text })).toMatchObject({ fullText, characterCount: fullText.length });
    expect(enriched({ text }).tweet.text).toBe(text);
    expect(contentOf({ noteTweet: { text, entities: null } })?.fullText).toBe(fullText);
    expect(contentOf(repostOf(buildTweet({ text })))?.fullText).toBe(fullText);
  });

  it("is the original's for a repost, whose own text X cuts short", () => {
    const original = buildTweet({ id: '7', text: 'the whole original' });
    expect(contentOf(repostOf(original))).toMatchObject({ fullText: 'the whole original', isComplete: true });
  });

  it("is the repost's own, and not complete, when X did not include the original", () => {
    expect(contentOf(repostOf(null))).toMatchObject({ fullText: 'RT @x: the wh…', isComplete: false });
  });

  it.each([
    [buildArticle({ title: 'Title', text: 'The text.' }), 'The text.', true],
    [buildArticle({ title: 'Title' }), 'Title', false],
    [buildArticle({}), 'https://t.co/a', false],
  ])('of an article %j is %j', (given, fullText, isComplete) => {
    expect(contentOf({ text: 'https://t.co/a', article: given })).toMatchObject({ fullText, isComplete });
    const original = buildTweet({ id: '7', text: 'https://t.co/a', article: given });
    expect(contentOf(repostOf(original))).toMatchObject({ fullText, isComplete });
  });

  it('stays the own text of a quote', () => {
    const quoted = buildTweet({ id: '7', text: 'quoted' });
    expect(contentOf({ text: 'mine', ...refersTo('quoted', quoted) })?.fullText).toBe('mine');
  });
});

describe('conversation', () => {
  it.each([
    [[], null, 'post'],
    [['quoted'], null, 'quote'],
    [['replied_to'], '5', 'reply'],
    [['replied_to', 'quoted'], '5', 'reply'],
    [['retweeted'], null, 'repost'],
    [[], '5', 'reply'],
  ])('references %j and reply to %j make a %s', (types, inReplyToUserId, kind) => {
    const referencedTweets = types.map((type) => ({ type, id: '9', tweet: null }));
    expect(enriched({ referencedTweets, inReplyToUserId }).conversation).toEqual({ kind });
  });
});

describe('tags and links', () => {
  it('are lists in order, with their lengths', () => {
    const { tags, links } = enriched({
      entities: buildEntities({
        hashtags: [buildTag('B', 0), buildTag('a', 3), buildTag('B', 6)],
        mentions: [{ start: 0, end: 1, username: 'bob', id: null }],
        cashtags: [buildTag('X')],
        urls: [
          buildUrl(),
          buildUrl({ expandedUrl: 'https://e' }),
          buildUrl({ expandedUrl: 'https://e', unwoundUrl: 'https://u' }),
        ],
      }),
    });
    expect(tags).toEqual({
      ...{ hashtags: ['B', 'a', 'B'], hashtagCount: 3 },
      ...{ mentions: ['bob'], mentionCount: 1 },
      ...{ cashtags: ['X'], cashtagCount: 1 },
    });
    expect(links).toEqual({ urls: ['https://t.co/1', 'https://e', 'https://u'], urlCount: 3 });
  });

  it('have what X lists more than once for one place, or for one target, once', () => {
    const urls = ['3_1', '3_2'].map((mediaKey) =>
      buildUrl({ expandedUrl: 'https://x.com/photo/1', mediaKey }),
    );
    const { tags, links } = enriched({
      entities: buildEntities({ urls, hashtags: [buildTag('a'), buildTag('a')] }),
    });
    expect(links).toEqual({ urls: ['https://x.com/photo/1'], urlCount: 1 });
    expect(tags).toMatchObject({ hashtags: ['a'], hashtagCount: 1 });
  });

  it('are empty where X found none, and null where it sent nothing about the text', () => {
    expect(enriched({ entities: buildEntities() })).toMatchObject({
      tags: { hashtagCount: 0 },
      links: { urls: [] },
    });
    const unknown = { tags: null, links: null };
    expect(enriched({ entities: null })).toMatchObject(unknown);
    const link = buildEntities({ urls: [buildUrl()] });
    expect(enriched({ entities: link, noteTweet: { text: 'long', entities: null } })).toMatchObject(unknown);
    expect(enriched({ entities: link, article: buildArticle({ text: 'long' }) })).toMatchObject(unknown);
    expect(enriched({ entities: link, ...repostOf(buildTweet({ entities: null })) })).toMatchObject(unknown);
  });

  it('are those of the text: of the long one, not of the one cut short', () => {
    const noteTweet = { text: 'long text #b', entities: buildEntities({ hashtags: [buildTag('b')] }) };
    const post = enriched({
      text: 'long te…',
      noteTweet,
      entities: buildEntities({ hashtags: [buildTag('a')] }),
    });
    expect(post.tags?.hashtags).toEqual(['b']);
  });
});

it('says everything about a text of one post: for a repost, of the original', () => {
  const original = buildTweet({
    text: '🌊 #fun',
    lang: 'iw',
    mediaKeys: ['3_1', '3_2'],
    entities: buildEntities({ hashtags: [buildTag('fun')], urls: [buildUrl()] }),
  });
  const repost = { ...repostOf(original), lang: 'en', mediaKeys: [], entities: buildEntities() };
  expect(enriched(repost)).toMatchObject({
    content: { fullText: '🌊 #fun' },
    tags: { hashtags: ['fun'] },
    links: { urlCount: 1 },
    emoji: { sequences: ['🌊'], count: 1 },
    attached: { mediaCount: 2 },
    language: { tag: 'he' },
    conversation: { kind: 'repost' },
  });
});

it('counts the media of a post and of its article, each once', () => {
  const mediaCount = (overrides: Partial<Tweet>) => enriched(overrides).attached?.mediaCount;
  expect(mediaCount({ mediaKeys: [] })).toBe(0);
  expect(mediaCount({ mediaKeys: ['3_1', '3_2', '3_1'] })).toBe(2);
  expect(mediaCount({ mediaKeys: [], article: buildArticle({ coverMediaKey: '3_5' }) })).toBe(1);
  const whole = buildArticle({ coverMediaKey: '3_5', mediaKeys: ['3_5', '3_6'] });
  expect(mediaCount({ mediaKeys: ['3_1'], article: whole })).toBe(3);
});

it.each([
  ['en', 'en'],
  ['iw', 'he'],
  ['in', 'id'],
  ['zh-TW', 'zh-TW'],
  ['und', null],
  ['qme', null],
  [null, null],
])("the language of X's %j is %j", (lang, tag) => {
  expect(enriched({ lang }).language).toEqual({ tag });
});

describe('parts of the creation time', () => {
  it.each([
    ['2026-03-01T23:59:59.999Z', ['2026-03-01', 2026, 3, 1, 23, 7]],
    ['2024-02-29T00:00:00.000Z', ['2024-02-29', 2024, 2, 29, 0, 4]],
    ['2006-03-21T20:50:14.000Z', ['2006-03-21', 2006, 3, 21, 20, 2]],
  ])('of %s are UTC', (instant, [date, year, month, day, hour, weekday]) => {
    const { created } = enriched({ createdAt: Date.parse(instant) });
    expect(created).toEqual({ date, year, month, day, hour, weekday });
  });

  it('are null when X sent none', () => {
    expect(enriched({ createdAt: null }).created).toBeNull();
  });
});

describe('a step that fails', () => {
  const failing = (need: 'required' | 'optional', error: Error) => ({
    need,
    run: () => {
      throw error;
    },
  });

  it.each([[new Error('no lexicon')], [new TypeError('x is not a function')]])(
    'leaves null and its reason, if it is optional: case %#',
    (error) => {
      const result = createEnrich({ ...createSteps(), tags: failing('optional', error) })(buildTweet(), 0);
      expect(result).toMatchObject({
        kind: 'ok',
        value: {
          record: {
            tags: null,
            content: { wordCount: 6 },
            created: { year: 2026 },
            enrichmentFailures: [{ step: 'tags', reason: String(error) }],
          },
          failures: [{ step: 'tags', error }],
        },
      });
    },
  );

  it('leaves null for a value that no date can be', () => {
    const { created, enrichmentFailures } = enriched({ createdAt: Number.MAX_SAFE_INTEGER });
    expect(created).toBeNull();
    expect(enrichmentFailures).toEqual([{ step: 'created', reason: 'RangeError: Invalid time value' }]);
  });

  it('refuses the post if it is required, naming the step', () => {
    const error = new TypeError('x is not a function');
    const result = createEnrich({ ...createSteps(), content: failing('required', error) })(buildTweet(), 0);
    expect(result).toEqual({ kind: 'dlq', reason: 'ENRICHMENT_FAILED', step: 'content', error });
  });

  it('refuses a post whose content cannot be told', () => {
    const broken = buildTweet({ referencedTweets: null as unknown as Tweet['referencedTweets'] });
    const result = createEnrich(createSteps())(broken, 0);
    expect(result).toMatchObject({ kind: 'dlq', reason: 'ENRICHMENT_FAILED', step: 'content' });
  });
});
