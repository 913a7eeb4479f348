import type { XEntities, XPost } from '../wire';
import { createWorld } from './world';

const options = { seed: 7, templates: 1_500, people: 200 };
const world = createWorld(options);
const posts = world.templates.flatMap(({ post, includes }) => [post, ...(includes.tweets ?? [])]);

/** What the text holds where an entity says it is; positions are code points. */
function spans(text: string, entities: XEntities | undefined): { expected: string; found: string }[] {
  const points = [...text];
  const at = (span: { start: number; end: number }): string => points.slice(span.start, span.end).join('');
  return [
    ...(entities?.hashtags ?? []).map((entity) => ({ expected: `#${entity.tag}`, found: at(entity) })),
    ...(entities?.cashtags ?? []).map((entity) => ({ expected: `$${entity.tag}`, found: at(entity) })),
    ...(entities?.mentions ?? []).map((entity) => ({ expected: `@${entity.username}`, found: at(entity) })),
    ...(entities?.urls ?? []).map((entity) => ({ expected: entity.url, found: at(entity) })),
  ];
}

describe('the simulated world', () => {
  it('is the same for the same seed, another for another', () => {
    const texts = (seed: number): string[] =>
      createWorld({ ...options, seed }).templates.map(({ post }) => post.text);
    expect(texts(7)).toEqual(texts(7));
    expect(texts(7)).not.toEqual(texts(8));
  });

  it('says of every entity where exactly it stands in the text', () => {
    const all = posts.flatMap((post: XPost) => [
      ...spans(post.text, post.entities),
      ...(post.note_tweet === undefined ? [] : spans(post.note_tweet.text, post.note_tweet.entities)),
    ]);
    expect(all.length).toBeGreaterThan(1_000);
    expect(all.filter(({ expected, found }) => expected !== found)).toEqual([]);
  });

  it.each([
    ['reposts', (post: XPost) => post.referenced_tweets?.[0]?.type === 'retweeted'],
    ['replies', (post: XPost) => post.referenced_tweets?.[0]?.type === 'replied_to'],
    ['quotes', (post: XPost) => post.referenced_tweets?.[0]?.type === 'quoted'],
    ['places', (post: XPost) => post.geo?.place_id !== undefined],
    ['exact points', (post: XPost) => post.geo?.coordinates !== undefined],
    ['media', (post: XPost) => post.attachments?.media_keys !== undefined],
    ['polls', (post: XPost) => post.attachments?.poll_ids !== undefined],
    ['long posts', (post: XPost) => post.note_tweet !== undefined],
    ['edits', (post: XPost) => post.edit_history_tweet_ids?.length === 2],
    ['right-to-left text', (post: XPost) => /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(post.text)],
    ['text without spaces', (post: XPost) => /\p{Script=Han}|\p{Script=Thai}/u.test(post.text)],
    ['emoji sequences', (post: XPost) => post.text.includes('👩‍👩‍👧‍👦')],
  ])('has %s', (_what, holds) => {
    expect(posts.filter(holds).length).toBeGreaterThan(0);
  });

  it('includes what its posts refer to', () => {
    for (const { post, includes } of world.templates) {
      const ids = new Set((includes.users ?? []).map(({ id }) => id));
      expect(ids).toContain(post.author_id);
      for (const { id } of post.referenced_tweets ?? []) {
        expect((includes.tweets ?? []).map((tweet) => tweet.id)).toContain(id);
      }
      for (const key of post.attachments?.media_keys ?? []) {
        expect((includes.media ?? []).map((media) => media.media_key)).toContain(key);
      }
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
