/**
 * Every field and expansion that X documents for the filtered stream and gives to an app. Left out are
 * those that only a user's own token may read (non_public_metrics, organic_metrics, promoted_metrics,
 * confirmed_email, connection_status, receives_your_dm): X would add an error to each post for them.
 */
const FIELDS: Readonly<Record<string, string>> = {
  'tweet.fields':
    'article,attachments,author_id,card_uri,community_id,context_annotations,conversation_id,created_at,' +
    'display_text_range,edit_controls,edit_history_tweet_ids,entities,geo,id,in_reply_to_user_id,lang,' +
    'matched_media_notes,media_metadata,note_request_suggestions,note_tweet,paid_partnership,' +
    'possibly_sensitive,public_metrics,referenced_tweets,reply_settings,scopes,source,' +
    'suggested_source_links,suggested_source_links_with_counts,text,withheld',
  expansions:
    'article.cover_media,article.media_entities,attachments.media_keys,attachments.media_source_tweet,' +
    'attachments.poll_ids,author_id,edit_history_tweet_ids,entities.mentions.username,geo.place_id,' +
    'in_reply_to_user_id,entities.note.mentions.username,referenced_tweets.id,' +
    'referenced_tweets.id.attachments.media_keys,referenced_tweets.id.author_id',
  'media.fields':
    'alt_text,duration_ms,height,media_key,preview_image_url,public_metrics,type,url,variants,width',
  'poll.fields': 'duration_minutes,end_datetime,id,options,voting_status',
  'user.fields':
    'affiliation,created_at,description,entities,id,is_identity_verified,location,most_recent_tweet_id,name,' +
    'parody,pinned_tweet_id,profile_banner_url,profile_image_url,protected,public_metrics,subscription,' +
    'subscription_type,url,username,verified,verified_followers_count,verified_type,withheld',
  'place.fields': 'contained_within,country,country_code,full_name,geo,id,name,place_type',
};

/** The stream's address at this X, asking for everything. */
export function streamUrl(baseUrl: string): URL {
  const url = new URL(`${baseUrl}/2/tweets/search/stream`);
  for (const [name, value] of Object.entries(FIELDS)) {
    url.searchParams.set(name, value);
  }
  return url;
}
