import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { mapBodyOf } from '../../test-support/pages';

const cases = path.join(__dirname, '../../../../../shared/cases');
const recorded = path.join(__dirname, '../../../../../shared/x-api/recorded');
const whenThere = existsSync(cases) ? it : it.skip;

const ids = ['100', '200'];
const newer = { id: '200', text: 'mended', author_id: '5', edit_history_tweet_ids: ids };
const older = { id: '100', text: 'mended ', author_id: '5', edit_history_tweet_ids: ids, lang: 'en' };
const users = [{ id: '5', username: 'author' }];
const matching_rules = [{ id: '7', tag: 't' }];

describe('the post in its own includes', () => {
  it('says nothing new as an exact copy, whatever the order of its members', () => {
    const { edit_history_tweet_ids, ...rest } = newer;
    const { tweets } = mapBodyOf({
      data: newer,
      includes: { tweets: [{ edit_history_tweet_ids, ...rest }] },
    });
    expect(tweets).toMatchObject([{ id: '200', unmapped: null }]);
  });

  it('says nothing new with fewer members', () => {
    const { tweets } = mapBodyOf({ data: newer, includes: { posts: [{ id: '200', text: 'mended' }] } });
    expect(tweets).toMatchObject([{ id: '200', unmapped: null }]);
  });

  it.each([
    ['another text', { ...newer, text: 'else' }],
    ['one member more', { ...newer, lang: 'en' }],
    ['an element more', { ...newer, edit_history_tweet_ids: [...ids, '300'] }],
    ['an element fewer', { ...newer, edit_history_tweet_ids: ids.slice(0, 1) }],
    ['another nested value', { ...newer, public_metrics: { like_count: 1 } }],
    ['null instead of a value', { ...newer, author_id: null }],
  ])('is kept with %s', (_, copy) => {
    const { tweets } = mapBodyOf({ data: newer, includes: { tweets: [copy] } });
    expect(JSON.parse(tweets[0]?.unmapped ?? '')).toEqual({ includes: { tweets: { 0: copy } } });
  });

  it('is compared by the digits of its numbers', () => {
    const body = (copy: string) =>
      `{"data":{"id":"1","text":"t","n":9007199254740993},"includes":{"tweets":[{"id":"1","text":"t","n":${copy}}]}}`;
    expect(mapBodyOf(body('9007199254740993')).tweets[0]?.unmapped).toBe('{"data":{"n":9007199254740993}}');
    expect(mapBodyOf(body('9007199254740992')).tweets[0]?.unmapped).toContain('"n":9007199254740992');
  });

  it('is compared no deeper than JSON can be written', () => {
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const body = `{"data":{"id":"1","text":"t","x":${deep}},"includes":{"tweets":[{"id":"1","text":"t","x":${deep}}]}}`;
    expect(mapBodyOf(body)).toMatchObject({
      tweets: [],
      refused: [{ reason: 'NESTED_TOO_DEEPLY', id: '1' }],
    });
  });

  whenThere('leaves unmapped null in X’s own form (skipped where it is absent)', () => {
    const body = readFileSync(path.join(cases, '09-post-included-in-itself.json'), 'utf8');
    expect(mapBodyOf(body).tweets).toMatchObject([{ text: 'never edited', unmapped: null }]);
  });
});

describe('other versions of a post', () => {
  it('are posts of their own, with their text, their author and the rules that brought them', () => {
    const { tweets, versions, profiles } = mapBodyOf({
      data: newer,
      includes: { tweets: [older, newer], users },
      matching_rules,
    });
    expect(tweets).toMatchObject([{ id: '200', text: 'mended', unmapped: null }]);
    expect(versions).toMatchObject([
      {
        id: '100',
        text: 'mended ',
        lang: 'en',
        editHistoryTweetIds: ids,
        author: { username: 'author' },
        matchingRules: [{ id: '7', tag: 't' }],
        source: 'stream',
        observedAt: tweets[0]?.observedAt,
        unmapped: null,
      },
    ]);
    expect(profiles.map(({ user }) => user.id)).toEqual(['5']);
  });

  it('keep what has no field to themselves', () => {
    const { tweets, versions } = mapBodyOf({ data: newer, includes: { tweets: [{ ...older, odd: 1 }] } });
    expect(tweets[0]?.unmapped).toBeNull();
    expect(versions[0]?.unmapped).toBe('{"data":{"odd":1}}');
  });

  it('stay with the includes when they are no posts', () => {
    const { tweets, versions } = mapBodyOf({ data: newer, includes: { tweets: [{ id: '100' }] } });
    expect(versions).toEqual([]);
    expect(tweets[0]?.unmapped).toBe('{"includes":{"tweets":{"0":{"id":"100"}}}}');
  });

  it('come once from a page that has several of them', () => {
    const { tweets, versions } = mapBodyOf({ data: [newer, older], includes: { tweets: [older, newer] } });
    expect(tweets.map(({ id }) => id)).toEqual(['200', '100']);
    expect(versions).toEqual([]);
  });

  whenThere('are found in what X sent (skipped where it is absent)', () => {
    const body = readFileSync(path.join(recorded, 'edited_after.jsonl'), 'utf8');
    const { tweets, versions } = mapBodyOf(body);
    expect(tweets[0]?.editHistoryTweetIds).toContain(versions[0]?.id);
    expect(versions[0]?.text).not.toBe(tweets[0]?.text);
    expect(tweets[0]?.unmapped ?? '').not.toContain('"tweets"');
  });
});
