import type { Tweet } from '@tdp/contracts';
import { buildTweet } from '@tdp/testing';
import { buildEntities, buildTag, repostOf } from '../../test-support/posts';
import { contentOf } from '../domain/content';
import { createSentimentStep } from './sentiment';

function sentimentOf(overrides: Partial<Tweet>) {
  const tweet = buildTweet(overrides);
  return createSentimentStep().run(tweet, contentOf(tweet));
}

it.each([
  // Scores of vaderSentiment 3.3.2.
  ['VADER is smart, handsome, and funny.', 0.8316, 'positive'],
  ['Today SUX!', -0.5461, 'negative'],
  ['The book was on the table.', 0, 'neutral'],
])('of English %j is %d, %s', (text, compound, label) => {
  expect(sentimentOf({ text, lang: 'en' })).toEqual({ compound, label, notScored: null });
});

it.each([
  [{ text: 'I love it', lang: 'es' }, 'language'],
  [{ text: '¡Qué día tan bonito, me encanta vivir aquí!', lang: null }, 'language'],
  [{ text: 'I love it', lang: 'qme' }, 'language_unknown'],
  [{ text: 'lol', lang: 'und' }, 'language_unknown'],
  [
    { text: '#love', lang: 'en', entities: buildEntities({ hashtags: [{ ...buildTag('love'), end: 5 }] }) },
    'no_text',
  ],
  [{ text: '', lang: 'en' }, 'no_text'],
])('is not made up for %j', (overrides, notScored) => {
  expect(sentimentOf(overrides)).toEqual({ compound: null, label: null, notScored });
});

it.each([
  ['This isn\u2019t good', "This isn't good"],
  ['so \u2764\uFE0F', 'so \u2764'],
])('reads %j as %j', (text, plain) => {
  const { compound } = sentimentOf({ text, lang: 'en' }) ?? {};
  expect(compound).toBe(sentimentOf({ text: plain, lang: 'en' })?.compound);
  expect(compound).not.toBe(0);
});

it('is scored where the language had to be detected', () => {
  expect(sentimentOf({ text: 'What a wonderful day, I really love living here', lang: 'und' })?.label).toBe(
    'positive',
  );
});

it("is the original's for a repost, in the original's language", () => {
  const original = buildTweet({ text: 'I love it', lang: 'en' });
  expect(sentimentOf({ ...repostOf(original), lang: 'es' })?.label).toBe('positive');
});

it('is that of the words: not of links, tags and escapes', () => {
  const text = 'The book &lt;3 #love';
  const entities = buildEntities({ hashtags: [{ start: 15, end: 20, tag: 'love' }] });
  const read = sentimentOf({ text, entities, lang: 'en' });
  expect(read?.compound).toBe(sentimentOf({ text: 'The book <3', lang: 'en' })?.compound);
  expect(read?.label).toBe('positive');
});
