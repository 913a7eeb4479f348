/** Every field and expansion that an app may ask for. */
export const EVERYTHING = `?${[
  'tweet.fields=article,attachments,author_id,context_annotations,conversation_id,created_at,edit_controls,entities,geo,in_reply_to_user_id,lang,note_tweet,possibly_sensitive,public_metrics,referenced_tweets,reply_settings,source,withheld',
  'user.fields=affiliation,created_at,description,entities,location,most_recent_tweet_id,profile_image_url,protected,public_metrics,url,verified,verified_type',
  'media.fields=alt_text,duration_ms,height,preview_image_url,public_metrics,url,variants,width',
  'place.fields=country,country_code,geo,name,place_type',
  'poll.fields=duration_minutes,end_datetime,voting_status',
  'expansions=article.cover_media,article.media_entities,attachments.media_keys,attachments.poll_ids,author_id,edit_history_tweet_ids,entities.mentions.username,entities.note.mentions.username,geo.place_id,in_reply_to_user_id,referenced_tweets.id,referenced_tweets.id.attachments.media_keys,referenced_tweets.id.author_id',
].join('&')}`;

/** A rule that a good part of the world matches. */
export const BROAD = 'news OR music OR coffee OR love OR weather OR の OR el OR o';

/** A rule that all of it matches: every post has a topic. */
export const ALL = ['30', '46', '131', '54', '11', '65'].map((domain) => `context:${domain}.*`).join(' OR ');

/** Posts in a part of the stream's body, the last perhaps cut off. */
export const lineCount = (text: string): number => text.split('\r\n').filter((line) => line !== '').length;
