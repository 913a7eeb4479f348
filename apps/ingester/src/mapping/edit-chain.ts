import { isJsonObject, saysNothingNew } from '../reading/json';
import type { Includes } from './join';
import { startPost, type Circumstances, type Draft } from './start-post';

/*
 * X's expansion of the edit history includes every version of a post: the post itself once more, and the others,
 * older ones as a rule.
 */

/** A copy of a post beside it that says nothing new is not left over; one that differs is. */
export function settleCopies(drafts: readonly Draft[], { posts }: Includes): void {
  for (const { post, raw } of drafts) {
    const copy = posts.rawOf(post.id);
    if (copy !== undefined && saysNothingNew(copy, raw)) {
      posts.settle(post.id);
    }
  }
}

/**
 * The versions of these posts that X included, as posts of their own: X sends an older version's text nowhere else.
 * They came for the rules of the post that brought them. What cannot be a post stays with the includes.
 */
export function otherVersions(drafts: readonly Draft[], { posts }: Includes, when: Circumstances): Draft[] {
  const known = new Set(drafts.map(({ post }) => post.id));
  const versions: Draft[] = [];
  for (const { post } of drafts) {
    for (const id of post.editHistoryTweetIds) {
      const raw = known.has(id) ? undefined : posts.rawOf(id);
      const version = isJsonObject(raw) ? startPost(raw, when) : null;
      if (version !== null && 'post' in version) {
        known.add(id);
        posts.settle(id);
        version.post.matchingRules = post.matchingRules;
        versions.push(version);
      }
    }
  }
  return versions;
}
