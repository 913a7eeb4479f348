import type { Tweet } from '@tdp/contracts';
import { buildTweet, buildUser } from '@tdp/testing';
import { buildEntities, refersTo, repostOf } from '../../test-support/posts';
import { contentOf } from '../domain/content';
import { createConversationStep } from './conversation';

const ann = buildUser({ id: '2', username: 'Ann' });
const mention = (username: string, id: string | null) => ({ start: 0, end: 4, username, id });
const edge = (kind: string, toUserId: string | null, toUsername: string | null) => ({
  kind,
  fromUserId: '1',
  toUserId,
  toUsername,
});

function edgesOf(overrides: Partial<Tweet>) {
  const tweet = buildTweet({ authorId: '1', ...overrides });
  return createConversationStep().run(tweet, contentOf(tweet))?.edges;
}
const byAnn = buildTweet({ id: '7', authorId: '2', author: ann });

it('has who is answered, quoted, reposted and named, each kind and person once', () => {
  expect(edgesOf({ ...refersTo('replied_to', byAnn), inReplyToUserId: '2' })).toEqual([
    edge('reply', '2', 'Ann'),
  ]);
  expect(edgesOf(refersTo('quoted', byAnn))).toEqual([edge('quote', '2', 'Ann')]);
  expect(edgesOf(repostOf(byAnn))).toEqual([edge('repost', '2', 'Ann')]);
  const mentions = [mention('Bob', '3'), mention('bob', '3'), mention('Cat', null), mention('cAT', null)];
  expect(edgesOf({ entities: buildEntities({ mentions }) })).toEqual([
    edge('mention', '3', 'Bob'),
    edge('mention', null, 'Cat'),
  ]);
});

it('has one id for somebody whom X names without it and sends beside the post', () => {
  const entities = buildEntities({ mentions: [mention('ann', null)] });
  expect(edgesOf({ ...refersTo('replied_to', byAnn), inReplyToUserId: '2', entities })).toEqual([
    edge('reply', '2', 'Ann'),
    edge('mention', '2', 'ann'),
  ]);
});

it('has those that X did not send along as far as they are known', () => {
  expect(edgesOf({ referencedTweets: [], inReplyToUserId: '5' })).toEqual([edge('reply', '5', null)]);
  expect(edgesOf(refersTo('quoted', null))).toEqual([edge('quote', null, null)]);
  expect(edgesOf(repostOf(null))).toEqual([edge('repost', null, null)]);
});

it("takes the original's mentions for nobody's who reposts it", () => {
  const entities = buildEntities({ mentions: [mention('Ann', '2'), mention('Bob', '3')] });
  expect(edgesOf({ ...repostOf(byAnn), entities })).toEqual([edge('repost', '2', 'Ann')]);
});

it('has the mentions of a long post, not of the part that X shows first', () => {
  const noteTweet = { text: 'long', entities: buildEntities({ mentions: [mention('Bob', '3')] }) };
  expect(edgesOf({ entities: buildEntities(), noteTweet })).toEqual([edge('mention', '3', 'Bob')]);
});

it('names the post that the conversation began with', () => {
  const tweet = buildTweet({ conversationId: '4' });
  expect(createConversationStep().run(tweet, contentOf(tweet))?.threadRootId).toBe('4');
});
