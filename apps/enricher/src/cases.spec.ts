import type { EnrichedTweet, Tweet } from '@tdp/contracts';
import { AN_INSTANT, buildTweet } from '@tdp/testing';
import { buildArticle, buildEntities, buildTag, buildUrl, repostOf } from '../test-support/posts';
import { createEnrich, createSteps } from './pipeline';

/** Posts as X sends them that are easily counted wrong; each stands for its kind. */
function enrich(overrides: Partial<Tweet>): EnrichedTweet {
  const result = createEnrich(createSteps({ topics: null }))(buildTweet(overrides), AN_INSTANT);
  if (result.kind !== 'ok') {
    throw result.kind === 'dlq' ? result.error : new Error(result.kind);
  }
  return result.value.record;
}

it("counts what people read, not X's escapes", () => {
  const text = 'R&amp;D at AT&amp;T: 3 &lt; 5 &gt; 2 #lab';
  const { tweet, content, tags } = enrich({
    text,
    entities: buildEntities({ hashtags: [{ start: 37, end: 41, tag: 'lab' }] }),
  });
  expect(content).toEqual({
    fullText: 'R&D at AT&T: 3 < 5 > 2 #lab',
    plainText: 'R&D at AT&T: 3 < 5 > 2',
    textComplete: true,
    characterCount: 27,
    wordCount: 8,
    sentenceCount: 1,
    quotedText: null,
    revision: 2,
  });
  expect(tags?.hashtags).toEqual([{ tag: 'lab', key: 'lab' }]);
  // Offsets count the escaped text, so it stays as it came.
  expect(tweet.text).toBe(text);
  expect([...text].slice(37, 41).join('')).toBe('#lab');
});

it('lists a link that X repeats for each of its photos once', () => {
  const mediaKeys = ['3_1', '3_2', '3_3'];
  const link = { url: 'https://t.co/aaaaaaaaaa', expandedUrl: 'https://x.com/u/status/5/photo/1' };
  const urls = mediaKeys.map((mediaKey) => buildUrl({ ...link, start: 6, end: 29, mediaKey }));
  const { tweet, links, attached } = enrich({
    text: 'three https://t.co/aaaaaaaaaa',
    mediaKeys,
    entities: buildEntities({ urls }),
  });
  expect(links?.links).toEqual([{ url: link.expandedUrl, domain: 'x.com', kind: 'media' }]);
  expect(attached).toMatchObject({ mediaCount: 3, mediaKinds: null });
  expect(tweet.entities?.urls).toEqual(urls);
});

it("counts a repost's media where its text and tags come from: in the original", () => {
  const original = buildTweet({
    id: '21',
    text: 'pic #fun https://t.co/pppppppppp',
    mediaKeys: ['3_21'],
    entities: buildEntities({ hashtags: [buildTag('fun', 4)] }),
  });
  const { content, tags, links, attached, conversation } = enrich(repostOf(original));
  expect(content?.fullText).toBe(original.text);
  expect(tags?.hashtags).toEqual([{ tag: 'fun', key: 'fun' }]);
  expect(links?.linkCount).toBe(0);
  expect(attached?.mediaCount).toBe(1);
  expect(conversation?.kind).toBe('repost');
});

it('reads the article instead of the link that stands for it', () => {
  const text = 'https://t.co/cccccccccc';
  const title = 'A long read';
  const whole = 'First paragraph of many words. Second paragraph.';
  const article = buildArticle({ title, text: whole, coverMediaKey: '3_5' });
  expect(enrich({ text, article })).toMatchObject({
    content: { fullText: whole, textComplete: true, wordCount: 7 },
    tags: null,
    attached: { mediaCount: 1 },
  });
  expect(enrich({ text, article: buildArticle({ title }) }).content).toMatchObject({
    fullText: title,
    textComplete: false,
    wordCount: 3,
  });
});

it('tells what X did not say from what there is none of', () => {
  expect(enrich({ text: 'no #tags known', entities: null })).toMatchObject({ tags: null, links: null });
  expect(enrich({ text: 'none', entities: buildEntities() }).tags).toMatchObject({ hashtagCount: 0 });
});

it('takes emoji without their selectors for one each, and their text forms for none', () => {
  const { emoji } = enrich({ text: 'love ❤ 🏳\u200D🌈 🕵🏽\u200D♂ 4\u20E3 but ❤\uFE0E is text' });
  expect(emoji).toEqual({ sequences: ['❤', '🏳\u200D🌈', '🕵🏽\u200D♂', '4\u20E3'], count: 4, revision: 1 });
});
