import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { EnrichedTweet } from '@tdp/contracts';

const REPO = path.join(__dirname, '../../../..');
/** Lines as X sends them that are easily counted wrong: no part of this repository, but they may lie beside it. */
const FOLDER = path.join(REPO, '../shared/cases');

const link = 'https://x.com/u/status/5/photo/1';

/**
 * What is right. Other members of each kind are in the enricher's cases.spec.ts and the ingester's mapping; rules (07, 08, and
 * what "AT&T" finds) in libs/x-rules and the simulator's compile-matcher-forms.spec.ts; where annotations end in its
 * world.spec.ts; emoji without selectors in the enricher's emoji.spec.ts.
 */
const CASES: Readonly<Record<string, object>> = {
  '01-html-escaped-text.json': {
    tweet: { text: 'R&amp;D at AT&amp;T: 3 &lt; 5 &gt; 2 #lab' },
    content: { fullText: 'R&D at AT&T: 3 < 5 > 2 #lab', characterCount: 27, wordCount: 8 },
    tags: { hashtags: [{ tag: 'lab', key: 'lab' }] },
  },
  '03-url-entities-repeated.json': {
    tweet: { entities: { urls: [{ mediaKey: '3_1' }, { mediaKey: '3_2' }, { mediaKey: '3_3' }] } },
    links: { links: [{ url: link, domain: 'x.com', kind: 'media' }], linkCount: 1, webLinkCount: 0 },
    attached: { mediaCount: 3, mediaKinds: null },
  },
  '04-repost-media-count.json': {
    conversation: { kind: 'repost' },
    content: { fullText: 'pic #fun https://t.co/pppppppppp', textComplete: true },
    tags: { hashtags: [{ tag: 'fun', key: 'fun' }] },
    attached: { mediaCount: 1, mediaKinds: ['photo'] },
  },
  '05-article-post.json': {
    content: {
      fullText: 'First paragraph of many words. Second paragraph.',
      textComplete: true,
      wordCount: 7,
      sentenceCount: 2,
    },
    tags: null,
    attached: { mediaCount: 1, mediaKinds: ['photo'] },
  },
  '09-post-included-in-itself.json': {
    tweet: { text: 'never edited', unmapped: null, includedUsers: [], referencedTweets: [] },
    content: { fullText: 'never edited' },
  },
};

const present = Object.keys(CASES).filter((name) => existsSync(path.join(FOLDER, name)));

if (present.length === 0) {
  it.skip(`skipped: ${FOLDER} is not there`, () => undefined);
} else {
  const records = new Map<string, EnrichedTweet>();

  beforeAll(() => {
    const input = present.map((name) => readFileSync(path.join(FOLDER, name), 'utf8')).join('');
    const script = path.join(REPO, 'tools/enrich-lines.mjs');
    const lines = execFileSync(process.execPath, [script], { input, encoding: 'utf8' }).trimEnd().split('\n');
    expect(lines).toHaveLength(present.length);
    present.forEach((name, index) => records.set(name, JSON.parse(lines[index] ?? '') as EnrichedTweet));
  }, 60_000);

  it.each(present)('from the line of X to the enriched post: %s', (name) => {
    expect(records.get(name)).toMatchObject(CASES[name] as object);
  });
}
