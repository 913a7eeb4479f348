import type { Tweet } from '@tdp/contracts';
import { buildTweet, buildUser } from '@tdp/testing';
import {
  buildArticle,
  buildEntities,
  buildTag,
  buildUrl,
  refersTo,
  repostOf,
} from '../../test-support/posts';
import { contentOf } from '../domain/content';
import { createLinksStep } from './links';
import { createTagsStep } from './tags';

function enrich(overrides: Partial<Tweet>) {
  const tweet = buildTweet(overrides);
  const content = contentOf(tweet);
  return { tags: createTagsStep().run(tweet, content), links: createLinksStep().run(tweet, content) };
}

describe('tags and links', () => {
  it('are lists in order, each once whatever its spelling, with their lengths', () => {
    const { tags, links } = enrich({
      entities: buildEntities({
        hashtags: [
          buildTag('Berlin', 0),
          buildTag('ＢＥＲＬＩＮ', 3),
          buildTag('Straße', 6),
          buildTag('berlin', 9),
        ],
        mentions: [
          { start: 0, end: 1, username: 'Bob', id: null },
          { start: 2, end: 3, username: 'bOB', id: '5' },
        ],
        cashtags: [buildTag('X')],
        urls: [
          buildUrl(),
          buildUrl({ expandedUrl: 'https://e.example.co.uk/a' }),
          buildUrl({ expandedUrl: 'https://e.example.co.uk/a', unwoundUrl: 'https://u.example.org/' }),
        ],
      }),
    });
    expect(tags).toEqual({
      hashtags: [
        { tag: 'Berlin', key: 'berlin' },
        { tag: 'Straße', key: 'straße' },
      ],
      hashtagCount: 2,
      mentions: [{ username: 'Bob', key: 'bob', userId: '5' }],
      mentionCount: 1,
      cashtags: [{ tag: 'X', key: 'x' }],
      cashtagCount: 1,
    });
    expect(links).toEqual({
      links: [
        { url: 'https://t.co/1', domain: 't.co', kind: 'web' },
        { url: 'https://e.example.co.uk/a', domain: 'example.co.uk', kind: 'web' },
        { url: 'https://u.example.org/', domain: 'example.org', kind: 'web' },
      ],
      linkCount: 3,
      webLinkCount: 3,
    });
  });

  it.each([
    ['https://x.com/u/status/5/photo/1', '3_1', 'media', 'x.com'],
    ['https://twitter.com/u/status/5/video/1', null, 'media', 'twitter.com'],
    ['https://twitter.com/u/status/5?s=20', null, 'post', 'twitter.com'],
    ['https://mobile.x.com/i/web/status/5', null, 'post', 'x.com'],
    ['https://x.com/u', null, 'web', 'x.com'],
    ['https://notx.com/u/status/5', null, 'web', 'notx.com'],
    ['http://192.168.0.1:8080/a', null, 'web', '192.168.0.1'],
    ['https://bücher.example.com.au/', null, 'web', 'example.com.au'],
    ['mailto:', null, 'web', null],
  ])('a link to %s is told apart', (expandedUrl, mediaKey, kind, domain) => {
    const { links } = enrich({ entities: buildEntities({ urls: [buildUrl({ expandedUrl, mediaKey })] }) });
    expect(links?.links).toEqual([{ url: expandedUrl, domain, kind }]);
    expect(links?.webLinkCount).toBe(kind === 'web' ? 1 : 0);
  });

  it.each([
    ['https://x.com/i/web/status/7', 'self'],
    ['https://twitter.com/u/status/6?s=20', 'self'],
    ['https://x.com/u/status/7/photo/1', 'media'],
    ['https://x.com/u/status/77', 'post'],
  ])('a link in post 7, which was 6 before it was edited, to %s is of kind %s', (expandedUrl, kind) => {
    const entities = buildEntities({ urls: [buildUrl({ expandedUrl })] });
    const { links } = enrich({ id: '7', editHistoryTweetIds: ['6', '7'], entities });
    expect(links?.links).toMatchObject([{ kind }]);
  });

  it('have the id of a user whom X names without it, where it sent the user beside the post', () => {
    const idOf = (username: string, overrides: Partial<Tweet>): string | null | undefined => {
      const entities = buildEntities({ mentions: [{ start: 0, end: 1, username, id: null }] });
      return enrich({ entities, ...overrides }).tags?.mentions[0]?.userId;
    };
    const bob = buildUser({ id: '5', username: 'Bob' });
    expect(idOf('bob', { includedUsers: [bob] })).toBe('5');
    expect(idOf('bob', refersTo('replied_to', buildTweet({ author: bob })))).toBe('5');
    expect(idOf('bob', { author: bob })).toBe('5');
    expect(idOf('ann', { author: null, includedUsers: [bob] })).toBeNull();
  });

  it('are empty where X found none, and null where it sent nothing about the text', () => {
    expect(enrich({ entities: buildEntities() })).toMatchObject({
      tags: { hashtagCount: 0 },
      links: { links: [], linkCount: 0 },
    });
    const unknown = { tags: null, links: null };
    expect(enrich({ entities: null })).toMatchObject(unknown);
    const link = buildEntities({ urls: [buildUrl()] });
    expect(enrich({ entities: link, noteTweet: { text: 'long', entities: null } })).toMatchObject(unknown);
    expect(enrich({ entities: link, article: buildArticle({ text: 'long' }) })).toMatchObject(unknown);
    expect(enrich({ entities: link, ...repostOf(buildTweet({ entities: null })) })).toMatchObject(unknown);
  });

  it('are those of the text: of the long one, not of the one cut short', () => {
    const noteTweet = { text: 'long text #b', entities: buildEntities({ hashtags: [buildTag('b')] }) };
    const { tags } = enrich({
      text: 'long te…',
      noteTweet,
      entities: buildEntities({ hashtags: [buildTag('a')] }),
    });
    expect(tags?.hashtags).toEqual([{ tag: 'b', key: 'b' }]);
  });
});
