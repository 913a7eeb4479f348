import { createHash } from 'node:crypto';
import { AN_INSTANT, buildTweet } from '@tdp/testing';
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
import { ENRICHMENT_REVISION } from './revision';

/**
 * What the steps gave for the posts below, by revision. A line is added, never changed: documents
 * of that revision are in somebody's database.
 */
const RECORDED: Readonly<Record<number, string>> = {
  1: '04dbfdef2647769635cbdee4ee3b2674d68cfff21a16ca18c2355c58a8b693dd',
};

const photo = (mediaKey: string) => buildUrl({ expandedUrl: 'https://x.com/u/status/5/photo/1', mediaKey });
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
];

it('gives what its revision is recorded with', () => {
  const enrich = createEnrich(createSteps());
  const outputs = posts.map((post) => {
    const result = enrich(post, AN_INSTANT);
    // Without what the steps do not compute.
    const {
      tweet: _tweet,
      enrichmentRevision: _revision,
      ...outputs
    } = result.kind === 'ok' ? result.value.record : { tweet: null, enrichmentRevision: null, ...result };
    return outputs;
  });
  const given = createHash('sha256').update(JSON.stringify(outputs)).digest('hex');
  const recorded = RECORDED[ENRICHMENT_REVISION];
  if (given !== recorded) {
    throw new Error(
      `the steps no longer give what revision ${ENRICHMENT_REVISION} is recorded with: raise ENRICHMENT_REVISION ` +
        `in src/revision.ts and record ${given} for it here, so that the sink replaces what the earlier one wrote`,
    );
  }
  expect(Math.max(...Object.keys(RECORDED).map(Number))).toBe(ENRICHMENT_REVISION);
});
