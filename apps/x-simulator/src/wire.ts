/**
 * X API v2 objects as they travel on the wire: snake_case, ids as strings,
 * absent where X has nothing to say (never null).
 */

export interface XSpan {
  readonly start: number;
  readonly end: number;
}

export interface XTagEntity extends XSpan {
  readonly tag: string;
}

export interface XMentionEntity extends XSpan {
  readonly username: string;
  readonly id?: string;
}

export interface XUrlEntity extends XSpan {
  readonly url: string;
  readonly expanded_url?: string;
  readonly display_url?: string;
  readonly unwound_url?: string;
  readonly status?: number;
  readonly title?: string;
  readonly description?: string;
  readonly media_key?: string;
}

/** Unlike its siblings: `end` is the last code point itself, and both count in the unescaped text. */
export interface XAnnotationEntity extends XSpan {
  readonly probability: number;
  readonly type: string;
  readonly normalized_text: string;
}

export interface XEntities {
  readonly hashtags?: readonly XTagEntity[];
  readonly cashtags?: readonly XTagEntity[];
  readonly mentions?: readonly XMentionEntity[];
  readonly urls?: readonly XUrlEntity[];
  readonly annotations?: readonly XAnnotationEntity[];
}

export interface XTopic {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
}

export interface XContextAnnotation {
  readonly domain: XTopic;
  readonly entity: XTopic;
}

export interface XReferencedPost {
  readonly type: 'retweeted' | 'quoted' | 'replied_to';
  readonly id: string;
}

export interface XPostMetrics {
  readonly retweet_count: number;
  readonly reply_count: number;
  readonly like_count: number;
  readonly quote_count: number;
  readonly bookmark_count?: number;
  readonly impression_count?: number;
}

export interface XPoint {
  readonly type: 'Point';
  /** Longitude, latitude. */
  readonly coordinates: readonly [number, number];
}

/** All of a post whose `text` holds only the beginning. */
export interface XLongText {
  readonly text: string;
  readonly entities?: XEntities;
}

/** The article that a post shows; its `text` holds only the link to it. */
export interface XArticle {
  readonly title: string;
  readonly plain_text: string;
  readonly cover_media?: string;
  readonly media_entities?: readonly string[];
}

export interface XPost {
  readonly id: string;
  /** HTML-escaped: `&amp;`, `&lt;`, `&gt;`. The positions of entities count in this form. */
  readonly text: string;
  readonly author_id?: string;
  readonly created_at?: string;
  readonly lang?: string;
  readonly conversation_id?: string;
  readonly edit_history_tweet_ids?: readonly string[];
  readonly edit_controls?: {
    readonly is_edit_eligible: boolean;
    readonly editable_until: string;
    readonly edits_remaining: number;
  };
  readonly in_reply_to_user_id?: string;
  readonly referenced_tweets?: readonly XReferencedPost[];
  readonly possibly_sensitive?: boolean;
  readonly reply_settings?: string;
  readonly source?: string;
  readonly public_metrics?: XPostMetrics;
  readonly entities?: XEntities;
  readonly context_annotations?: readonly XContextAnnotation[];
  readonly note_tweet?: XLongText;
  readonly article?: XArticle;
  readonly attachments?: { readonly media_keys?: readonly string[]; readonly poll_ids?: readonly string[] };
  readonly geo?: { readonly place_id?: string; readonly coordinates?: XPoint };
  readonly withheld?: {
    readonly copyright: boolean;
    readonly country_codes: readonly string[];
    readonly scope?: string;
  };
}

/** The organisations an account belongs to. */
export interface XAffiliation {
  readonly user_id: readonly string[];
  readonly description?: string;
  readonly url?: string;
  readonly badge_url?: string;
}

export interface XUser {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly created_at?: string;
  readonly description?: string;
  readonly entities?: { readonly url?: XEntities; readonly description?: XEntities };
  readonly location?: string;
  readonly affiliation?: XAffiliation;
  readonly most_recent_tweet_id?: string;
  readonly pinned_tweet_id?: string;
  readonly profile_image_url?: string;
  readonly protected?: boolean;
  readonly url?: string;
  readonly verified?: boolean;
  readonly verified_type?: string;
  readonly public_metrics?: {
    readonly followers_count: number;
    readonly following_count: number;
    readonly tweet_count: number;
    readonly listed_count: number;
    readonly like_count?: number;
  };
}

export interface XMedia {
  readonly media_key: string;
  readonly type: 'photo' | 'video' | 'animated_gif';
  readonly url?: string;
  readonly preview_image_url?: string;
  readonly alt_text?: string;
  readonly duration_ms?: number;
  readonly height?: number;
  readonly width?: number;
  readonly public_metrics?: { readonly view_count: number };
  readonly variants?: readonly {
    readonly content_type: string;
    readonly url: string;
    readonly bit_rate?: number;
  }[];
}

export interface XPoll {
  readonly id: string;
  readonly options: readonly { readonly position: number; readonly label: string; readonly votes: number }[];
  readonly duration_minutes?: number;
  readonly end_datetime?: string;
  readonly voting_status?: 'open' | 'closed';
}

export interface XPlace {
  readonly id: string;
  readonly full_name: string;
  readonly name?: string;
  readonly country?: string;
  readonly country_code?: string;
  readonly place_type?: string;
  readonly contained_within?: readonly string[];
  readonly geo?: {
    readonly type: 'Feature';
    /** West, south, east, north in degrees. */
    readonly bbox: readonly [number, number, number, number];
    readonly properties?: object;
  };
}

export interface XIncludes {
  readonly users?: readonly XUser[];
  readonly tweets?: readonly XPost[];
  readonly media?: readonly XMedia[];
  readonly places?: readonly XPlace[];
  readonly polls?: readonly XPoll[];
}
