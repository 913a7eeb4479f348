/**
 * X API v2 objects as they travel on the wire: snake_case, ids as strings,
 * absent where X has nothing to say (never null).
 */

export interface XSpan {
  start: number;
  end: number;
}

export interface XTagEntity extends XSpan {
  tag: string;
}

export interface XMentionEntity extends XSpan {
  username: string;
  id?: string;
}

export interface XUrlEntity extends XSpan {
  url: string;
  expanded_url?: string;
  display_url?: string;
  unwound_url?: string;
  status?: number;
  title?: string;
  description?: string;
  media_key?: string;
}

export interface XAnnotationEntity extends XSpan {
  probability: number;
  type: string;
  normalized_text: string;
}

export interface XEntities {
  hashtags?: XTagEntity[];
  cashtags?: XTagEntity[];
  mentions?: XMentionEntity[];
  urls?: XUrlEntity[];
  annotations?: XAnnotationEntity[];
}

export interface XContextAnnotation {
  domain: { id: string; name?: string; description?: string };
  entity: { id: string; name?: string; description?: string };
}

export interface XReferencedPost {
  type: 'retweeted' | 'quoted' | 'replied_to';
  id: string;
}

export interface XPostMetrics {
  retweet_count: number;
  reply_count: number;
  like_count: number;
  quote_count: number;
  bookmark_count?: number;
  impression_count?: number;
}

export interface XPoint {
  type: 'Point';
  /** Longitude, latitude. */
  coordinates: [number, number];
}

export interface XPost {
  id: string;
  text: string;
  author_id?: string;
  created_at?: string;
  lang?: string;
  conversation_id?: string;
  edit_history_tweet_ids?: string[];
  edit_controls?: { is_edit_eligible: boolean; editable_until: string; edits_remaining: number };
  in_reply_to_user_id?: string;
  referenced_tweets?: XReferencedPost[];
  possibly_sensitive?: boolean;
  reply_settings?: string;
  source?: string;
  public_metrics?: XPostMetrics;
  entities?: XEntities;
  context_annotations?: XContextAnnotation[];
  note_tweet?: { text: string; entities?: XEntities };
  attachments?: { media_keys?: string[]; poll_ids?: string[] };
  geo?: { place_id?: string; coordinates?: XPoint };
  withheld?: { copyright: boolean; country_codes: string[]; scope?: string };
}

export interface XUser {
  id: string;
  name: string;
  username: string;
  created_at?: string;
  description?: string;
  entities?: { url?: XEntities; description?: XEntities };
  location?: string;
  pinned_tweet_id?: string;
  profile_image_url?: string;
  protected?: boolean;
  url?: string;
  verified?: boolean;
  verified_type?: string;
  public_metrics?: {
    followers_count: number;
    following_count: number;
    tweet_count: number;
    listed_count: number;
    like_count?: number;
  };
}

export interface XMedia {
  media_key: string;
  type: 'photo' | 'video' | 'animated_gif';
  url?: string;
  preview_image_url?: string;
  alt_text?: string;
  duration_ms?: number;
  height?: number;
  width?: number;
  public_metrics?: { view_count: number };
  variants?: { content_type: string; url: string; bit_rate?: number }[];
}

export interface XPoll {
  id: string;
  options: { position: number; label: string; votes: number }[];
  duration_minutes?: number;
  end_datetime?: string;
  voting_status?: 'open' | 'closed';
}

export interface XPlace {
  id: string;
  full_name: string;
  name?: string;
  country?: string;
  country_code?: string;
  place_type?: string;
  contained_within?: string[];
  geo?: {
    type: 'Feature';
    /** West, south, east, north in degrees. */
    bbox: [number, number, number, number];
    properties?: object;
  };
}

export interface XIncludes {
  users?: XUser[];
  tweets?: XPost[];
  media?: XMedia[];
  places?: XPlace[];
  polls?: XPoll[];
}
