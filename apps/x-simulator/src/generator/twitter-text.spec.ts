import twitter from 'twitter-text';
import { unescapeHtml } from '../rules/html-escapes';
import type { XEntities, XPost } from '../wire';
import { createWorld } from './world';

/*
 * X finds entities in a text with a library that it published. Where the simulator says that there is one X would find
 * one, and where X would find one the simulator says so: nobody tests against posts that X cannot send.
 */
interface Found {
  readonly hashtags: readonly string[];
  readonly cashtags: readonly string[];
  readonly mentions: readonly string[];
  readonly urls: readonly string[];
}

const said = ({ hashtags, cashtags, mentions, urls }: XEntities = {}): Found => ({
  hashtags: (hashtags ?? []).map(({ tag }) => tag),
  cashtags: (cashtags ?? []).map(({ tag }) => tag),
  mentions: (mentions ?? []).map(({ username }) => username),
  // X lists the link of several photos once for each.
  urls: [...new Map((urls ?? []).map(({ start, url }) => [start, url])).values()],
});

/** What is left of a link where a repost's text ends is none. */
const CUT_LINK = /https?:\S*…$/;

const found = (text: string): Found => ({
  hashtags: twitter.extractHashtags(text),
  cashtags: twitter.extractCashtags(text),
  mentions: twitter.extractMentions(text),
  urls: twitter.extractUrls(text.replace(CUT_LINK, '')),
});

it('has the entities that X would find in the texts', () => {
  const { templates } = createWorld({ seed: 7, templates: 1_500, people: 200 });
  const texts = templates
    .flatMap(({ post, includes }): XPost[] => [post, ...(includes.tweets ?? [])])
    .flatMap(({ text, entities, note_tweet: long }) => [
      { text: unescapeHtml(text), entities },
      ...(long === undefined ? [] : [{ text: unescapeHtml(long.text), entities: long.entities }]),
    ]);
  expect(texts.length).toBeGreaterThan(1_500);
  const wrong = texts
    .map(({ text, entities }) => ({ text, said: said(entities), found: found(text) }))
    .filter((one) => JSON.stringify(one.said) !== JSON.stringify(one.found));
  expect(wrong.slice(0, 5)).toEqual([]);
});
