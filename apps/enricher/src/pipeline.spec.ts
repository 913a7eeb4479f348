import type { EnrichedTweet, Tweet } from '@tdp/contracts';
import { AN_INSTANT, buildTweet } from '@tdp/testing';
import { buildArticle, buildEntities, buildTag, buildUrl, refersTo, repostOf } from '../test-support/posts';
import { createEnrich, createSteps, revisionOf } from './pipeline';
import type { Steps } from './steps/step';

const steps = createSteps({ topics: null });

function enriched(overrides: Partial<Tweet>, given: Steps = steps): EnrichedTweet {
  const result = createEnrich(given)(buildTweet(overrides), AN_INSTANT);
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
  expect([enrichmentRevision, enrichedAt]).toEqual([revisionOf(steps), AN_INSTANT]);
  expect(record.enrichmentFailures).toEqual([]);
});

describe('content', () => {
  it('is the text of an ordinary post, and how long it is', () => {
    expect(contentOf({ text: '🌊 hi 👍🏽' })).toEqual({
      fullText: '🌊 hi 👍🏽',
      plainText: '🌊 hi 👍🏽',
      textComplete: true,
      characterCount: 7,
      wordCount: 1,
      sentenceCount: 1,
      quotedText: null,
      revision: 2,
    });
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
    expect(contentOf(repostOf(original))).toMatchObject({
      fullText: 'the whole original',
      textComplete: true,
    });
  });

  it("is the repost's own, and not complete, when X did not include the original", () => {
    expect(contentOf(repostOf(null))).toMatchObject({ fullText: 'RT @x: the wh…', textComplete: false });
  });

  it.each([
    [buildArticle({ title: 'Title', text: 'The text.' }), 'The text.', true],
    [buildArticle({ title: 'Title' }), 'Title', false],
    [buildArticle({}), 'https://t.co/a', false],
  ])('of an article %j is %j', (given, fullText, textComplete) => {
    expect(contentOf({ text: 'https://t.co/a', article: given })).toMatchObject({ fullText, textComplete });
    const original = buildTweet({ id: '7', text: 'https://t.co/a', article: given });
    expect(contentOf(repostOf(original))).toMatchObject({ fullText, textComplete });
  });

  it('is not complete where X cut it short and links to the rest of it', () => {
    const cut = (text: string, target: string) =>
      contentOf({
        id: '7',
        text,
        entities: buildEntities({
          urls: [buildUrl({ start: 12, end: 35, expandedUrl: `https://x.com/i/web/status/${target}` })],
        }),
      })?.textComplete;
    expect(cut('👍 The first… https://t.co/aaaaaaaaaa', '7')).toBe(false);
    expect(cut('👍 The first… https://t.co/aaaaaaaaaa', '8')).toBe(true);
    expect(cut('👍 The first. https://t.co/aaaaaaaaaa', '7')).toBe(true);
    const noteTweet = { text: '👍 The first of all.', entities: null };
    expect(contentOf({ id: '7', text: 'The first…', noteTweet })?.textComplete).toBe(true);
  });

  it('stays the own text of a quote', () => {
    const quoted = buildTweet({ id: '7', text: 'quoted' });
    expect(contentOf({ text: 'mine', ...refersTo('quoted', quoted) })).toMatchObject({
      fullText: 'mine',
      quotedText: 'quoted',
    });
    expect(contentOf({ text: 'mine', ...refersTo('quoted', null) })?.quotedText).toBeNull();
    const long = buildTweet({ id: '7', text: 'lo…', noteTweet: { text: 'long &lt;3', entities: null } });
    expect(contentOf(repostOf(buildTweet(refersTo('quoted', long))))?.quotedText).toBe('long <3');
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
    expect(enriched({ referencedTweets, inReplyToUserId }).conversation).toMatchObject({ kind });
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
    tags: { hashtags: [{ tag: 'fun', key: 'fun' }] },
    links: { linkCount: 1 },
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

describe('language', () => {
  it.each([
    ['en', 'en'],
    ['iw', 'he'],
    ['in', 'id'],
    ['zh-TW', 'zh-TW'],
  ])("is X's where it has one: %j is %j", (lang, tag) => {
    expect(enriched({ lang, text: 'Guten Morgen zusammen' }).language).toEqual({
      tag,
      origin: 'x',
      confidence: null,
      revision: 2,
    });
  });

  it.each([[null], ['und']])('is detected where X has %j', (lang) => {
    const { language } = enriched({ lang, text: 'Guten Morgen zusammen, wie geht es euch?' });
    expect(language).toMatchObject({ tag: 'de', origin: 'detected' });
    expect(language?.confidence).toBeGreaterThan(0.5);
    expect(language?.confidence).toBeLessThanOrEqual(1);
  });

  it.each([
    ['und', '😂😂'],
    ['und', ''],
    [null, 'ok'],
    ['qme', 'Guten Morgen zusammen'],
    ['zxx', 'Guten Morgen zusammen'],
  ])('is unknown where X has %j and the text is %j', (lang, text) => {
    expect(enriched({ lang, text }).language).toEqual({
      tag: null,
      origin: null,
      confidence: null,
      revision: 2,
    });
  });
});

describe('parts of the creation time', () => {
  it.each([
    ['2026-03-01T23:59:59.999Z', ['2026-03-01', 2026, 3, 1, 23, 7]],
    ['2024-02-29T00:00:00.000Z', ['2024-02-29', 2024, 2, 29, 0, 4]],
    ['2006-03-21T20:50:14.000Z', ['2006-03-21', 2006, 3, 21, 20, 2]],
  ])('of %s are UTC', (instant, [date, year, month, day, hour, weekday]) => {
    const { created } = enriched({ createdAt: Date.parse(instant) });
    expect(created).toEqual({ date, year, month, day, hour, weekday, revision: 1 });
  });

  it('are null when X sent none', () => {
    expect(enriched({ createdAt: null }).created).toBeNull();
  });
});

describe('a step that fails', () => {
  const failing = (need: 'required' | 'optional', error: Error) => ({
    need,
    revision: 1,
    run: () => {
      throw error;
    },
  });

  it.each([[new Error('no lexicon')], [new TypeError('x is not a function')]])(
    'leaves null and its reason, if it is optional: case %#',
    (error) => {
      const result = createEnrich({ ...steps, tags: failing('optional', error) })(buildTweet(), 0);
      expect(result).toMatchObject({
        kind: 'ok',
        value: {
          record: {
            tags: null,
            content: { wordCount: expect.any(Number) },
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
    const result = createEnrich({ ...steps, content: failing('required', error) })(buildTweet(), 0);
    expect(result).toEqual({ kind: 'dlq', reason: 'ENRICHMENT_FAILED', step: 'content', error });
  });

  it('refuses a post whose content cannot be told', () => {
    const broken = buildTweet({ referencedTweets: null as unknown as Tweet['referencedTweets'] });
    const result = createEnrich(steps)(broken, 0);
    expect(result).toMatchObject({ kind: 'dlq', reason: 'ENRICHMENT_FAILED', step: 'content' });
  });
});
