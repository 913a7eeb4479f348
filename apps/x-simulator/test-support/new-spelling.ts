/** X renames tweet to post. Its description has the new names only, what it sends today the old ones. */
const RENAMED: Readonly<Record<string, string>> = {
  edit_history_tweet_ids: 'edit_history_post_ids',
  note_tweet: 'note_post',
  pinned_tweet_id: 'pinned_post_id',
  referenced_tweets: 'referenced_posts',
  retweet_count: 'repost_count',
  tweet_count: 'post_count',
  tweets: 'posts',
};

/** The same answer in the spelling of X's description. */
export function toNewSpelling(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(toNewSpelling);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const withheld = value as { readonly country_codes?: unknown; readonly scope?: unknown };
  if (withheld.country_codes !== undefined && withheld.scope === 'tweet') {
    return { ...withheld, scope: 'post' };
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [RENAMED[key] ?? key, toNewSpelling(member)]),
  );
}
