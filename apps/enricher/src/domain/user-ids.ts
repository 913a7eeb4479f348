import type { Tweet } from '@tdp/contracts';
import { keyOf } from './key';

interface Named {
  readonly id: string | null;
  readonly username: string | null;
}

/**
 * The id of a user whom a post names: X leaves it out of some mentions, and has it in others or sends the user beside the
 * post. Null where it does neither.
 */
export function findUserId(username: string, posts: readonly Tweet[]): string | null {
  const key = keyOf(username);
  const isNamed = (user: Named | null | undefined): boolean =>
    user?.id !== null && typeof user?.username === 'string' && keyOf(user.username) === key;
  for (const { author, referencedTweets, includedUsers, entities, noteTweet } of posts) {
    const found =
      [author, ...referencedTweets.map(({ tweet }) => tweet?.author), ...includedUsers].find(isNamed) ??
      (noteTweet?.entities ?? entities)?.mentions.find(isNamed);
    if (found) {
      return found.id;
    }
  }
  return null;
}
