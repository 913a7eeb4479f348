import type { XIncludes, XPost, XUser } from '../wire';
import { referencedId, type AuthoredPost, type MatchSource } from './match-input';

/** Recorded posts may lack their author; nobody then matches conditions on users. */
const authorOf = ({ author_id: id = '' }: XPost, users: readonly XUser[]): XUser =>
  users.find((user) => user.id === id) ?? { id, name: '', username: '' };

/** Puts together what a rule may look at, from a post and the `includes` that X would send with it. */
export function toMatchSource(post: XPost, includes: XIncludes): MatchSource {
  const { users = [], tweets = [], media = [], places = [] } = includes;
  const referenced = (type: 'quoted' | 'retweeted'): AuthoredPost | undefined => {
    const id = referencedId(post, type);
    const found = id === undefined ? undefined : tweets.find((each) => each.id === id);
    return found && { post: found, author: authorOf(found, users) };
  };
  const quoted = referenced('quoted');
  const reposted = referenced('retweeted');
  const repliedTo = users.find(({ id }) => id === post.in_reply_to_user_id);
  const place = places.find(({ id }) => id === post.geo?.place_id);
  return {
    post,
    author: authorOf(post, users),
    media,
    ...(quoted && { quoted }),
    ...(reposted && { reposted }),
    ...(repliedTo && { repliedTo }),
    ...(place && { place }),
  };
}
