import { entitySpans, isMisplaced } from '../../test-support/entity-spans';
import { hasRecordings, readRecordings } from '../../test-support/recorded';
import { unescapeHtml } from '../rules/html-escapes';
import type { XMedia, XPost } from '../wire';
import { createRandom } from './random';
import type { Template } from './template';
import { createWorld } from './world';

const options = { seed: 7, templates: 1_500, people: 200 };
const world = createWorld(options);
const posts = world.templates.flatMap(({ post, includes }) => [post, ...(includes.tweets ?? [])]);
const refersTo = (kind: string) => (post: XPost) => post.referenced_tweets?.[0]?.type === kind;
const original = ({ includes }: Template): XPost => includes.tweets?.[0] as XPost;

describe('the simulated world', () => {
  it('is the same for the same seed, another for another', () => {
    const texts = (seed: number): string[] =>
      createWorld({ ...options, templates: 200, seed }).templates.map(({ post }) => post.text);
    expect(texts(7)).toEqual(texts(7));
    expect(texts(7)).not.toEqual(texts(8));
  });

  it('says of every entity where exactly it stands in the text', () => {
    const spans = posts.flatMap(entitySpans);
    expect(new Set(spans.map(({ kind }) => kind))).toEqual(
      new Set(['hashtags', 'cashtags', 'mentions', 'urls', 'annotations']),
    );
    expect(spans.length).toBeGreaterThan(1_000);
    expect(spans.filter(isMisplaced)).toEqual([]);
  });

  (hasRecordings ? it : it.skip)('counts as X does (skipped where its recordings are absent)', () => {
    const spans = readRecordings()
      .flatMap(({ data, includes }) => [data, ...(includes?.tweets ?? [])])
      .flatMap(entitySpans);
    const misplaced = spans.filter(isMisplaced).map(({ kind }) => kind);
    expect(spans.length).toBeGreaterThan(2_000);
    // X itself is wrong about 6 of its 249 annotations.
    expect(misplaced).toEqual(Array(6).fill('annotations'));
  });

  it.each<[string, (post: XPost) => boolean]>([
    ['reposts', refersTo('retweeted')],
    ['replies', refersTo('replied_to')],
    ['quotes', refersTo('quoted')],
    ['places', (post) => post.geo?.place_id !== undefined],
    ['exact points', (post) => post.geo?.coordinates !== undefined],
    ['media', (post) => post.attachments?.media_keys !== undefined],
    ['polls', (post) => post.attachments?.poll_ids !== undefined],
    ['long posts', (post) => post.note_tweet !== undefined],
    ['articles', (post) => post.article !== undefined],
    ['escaped signs', (post) => /&amp;|&lt;|&gt;/.test(post.text)],
    ['an escape that somebody wrote', (post) => post.text.includes('&amp;amp;')],
    ['posts in no language', (post) => post.lang === 'und'],
    ['posts of nothing but a link', (post) => post.lang === 'zxx'],
    ['right-to-left text', (post) => /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(post.text)],
    ['text without spaces', (post) => /\p{Script=Han}|\p{Script=Thai}/u.test(post.text)],
    ['emoji sequences', (post) => post.text.includes('👩‍👩‍👧‍👦')],
  ])('has %s', (_what, holds) => {
    expect(posts.filter(holds).length).toBeGreaterThan(0);
  });

  it('includes what its posts refer to', () => {
    for (const { post, includes } of world.templates) {
      const ids = new Set((includes.users ?? []).map(({ id }) => id));
      const keys = (includes.media ?? []).map((media: XMedia) => media.media_key);
      expect(ids).toContain(post.author_id);
      for (const { id } of post.referenced_tweets ?? []) {
        expect((includes.tweets ?? []).map((tweet) => tweet.id)).toContain(id);
      }
      for (const { attachments, article } of [post, ...(includes.tweets ?? [])]) {
        expect(keys).toEqual(
          expect.arrayContaining([
            ...(attachments?.media_keys ?? []),
            ...(article?.media_entities ?? []),
            ...(article?.cover_media === undefined ? [] : [article.cover_media]),
          ]),
        );
      }
    }
  });

  it('repeats the one link of several photos for each of them', () => {
    const shown = posts.filter((post) => !refersTo('retweeted')(post) && post.attachments?.media_keys);
    expect(Math.max(...shown.map((post) => post.attachments?.media_keys?.length ?? 0))).toBeGreaterThan(2);
    for (const { text, entities, attachments } of shown) {
      const links = entities?.urls?.filter(({ media_key: key }) => key !== undefined) ?? [];
      expect(links.map(({ media_key: key }) => key)).toEqual(attachments?.media_keys);
      expect(new Set(links.map(({ start, url }) => `${start} ${url}`)).size).toBe(1);
      expect(text.split(links[0]?.url ?? '').length).toBe(2);
    }
  });

  it('shows the beginning of a long post, and all of it apart', () => {
    for (const { text, note_tweet: long, attachments } of posts.filter((post) => post.note_tweet)) {
      const shown = attachments === undefined ? text : text.slice(0, text.lastIndexOf(' https://t.co/'));
      expect([...(long?.text ?? '')].length).toBeGreaterThan(280);
      expect(long?.text.startsWith(shown)).toBe(true);
    }
  });

  it('cuts a repost after 140 characters that people read, never within an escape', () => {
    const reposts = world.templates.filter(({ post }) => refersTo('retweeted')(post));
    const cut = reposts.filter(({ post }) => post.text.endsWith('…'));
    expect(cut.length).toBeGreaterThan(10);
    for (const template of reposts) {
      const shown = unescapeHtml(template.post.text);
      expect([...shown].length).toBeLessThanOrEqual(140);
      const whole = `: ${unescapeHtml(original(template).text)}`;
      const after = shown.slice(shown.indexOf(': '), shown.endsWith('…') ? -1 : undefined);
      expect(whole.startsWith(after)).toBe(true);
    }
  });

  it('attaches media to a repost only if their link is left in its text', () => {
    const ofMedia = world.templates.filter(
      (template) => refersTo('retweeted')(template.post) && original(template).attachments?.media_keys,
    );
    const attached = ofMedia.filter(({ post }) => post.attachments !== undefined);
    expect(attached.length).toBeGreaterThan(0);
    expect(attached.length).toBeLessThan(ofMedia.length);
    for (const { post } of attached) {
      expect(post.entities?.urls?.map(({ media_key: key }) => key)).toEqual(
        expect.arrayContaining([...(post.attachments?.media_keys ?? [])]),
      );
    }
  });

  it('edits its own posts and quotes: other words, the same author, entities in place', () => {
    const random = createRandom(1);
    const editable = world.templates.filter(({ revise }) => revise !== undefined);
    for (const before of editable) {
      const { post } = before.revise?.(random) ?? before;
      expect(post.text).not.toBe(before.post.text);
      expect([post.author_id, post.attachments, post.referenced_tweets]).toEqual([
        before.post.author_id,
        before.post.attachments,
        before.post.referenced_tweets,
      ]);
      expect(entitySpans(post).filter(isMisplaced)).toEqual([]);
    }
    for (const { post, revise } of world.templates) {
      expect(post.edit_controls?.is_edit_eligible ?? false).toBe(revise !== undefined);
    }
  });

  it('has few tags and authors that are everywhere and many that are rare', () => {
    const counts = new Map<string, number>();
    for (const { post } of world.templates) {
      counts.set(String(post.author_id), (counts.get(String(post.author_id)) ?? 0) + 1);
    }
    const sorted = [...counts.values()].sort((a, b) => b - a);
    expect(sorted[0] ?? 0).toBeGreaterThan(10 * (sorted[Math.floor(sorted.length / 2)] ?? 0));
  });
});
