import type { XIncludes, XPost } from '../wire';
import { toMatchSource } from './match-source';

const ada = { id: '10', name: 'Ada', username: 'ada' };
const bob = { id: '20', name: 'Bob', username: 'bob' };
const original: XPost = { id: '1', text: 'original', author_id: '20' };
const place = { id: 'p', full_name: 'Paris, France' };
const includes: XIncludes = { users: [ada, bob], tweets: [original], places: [place] };

it('finds what a post refers to among the includes', () => {
  const post: XPost = {
    id: '2',
    text: 'look',
    author_id: '10',
    in_reply_to_user_id: '20',
    geo: { place_id: 'p' },
    referenced_tweets: [{ type: 'quoted', id: '1' }],
  };
  expect(toMatchSource(post, includes)).toEqual({
    post,
    author: ada,
    media: [],
    quoted: { post: original, author: bob },
    repliedTo: bob,
    place,
  });
});

it('leaves out what the includes lack, and stands in for a missing author', () => {
  const post: XPost = {
    id: '2',
    text: 'look',
    author_id: '30',
    referenced_tweets: [{ type: 'retweeted', id: '9' }],
  };
  expect(toMatchSource(post, {})).toEqual({ post, author: { id: '30', name: '', username: '' }, media: [] });
});
