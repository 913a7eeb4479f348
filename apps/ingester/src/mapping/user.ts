import type { User, UserPublicMetrics, Withheld } from '@tdp/contracts';
import { cashtags, hashtags, mentions, urls } from './entities';
import {
  boolean,
  fields,
  flattened,
  id,
  instant,
  int64,
  list,
  NONE,
  object,
  renamed,
  string,
  to,
} from '../reading/readers';

const publicMetrics = object<UserPublicMetrics>(
  {
    followersCount: null,
    followingCount: null,
    tweetCount: null,
    listedCount: null,
    likeCount: null,
    mediaCount: null,
  },
  fields({
    followers_count: to('followersCount', int64),
    following_count: to('followingCount', int64),
    tweet_count: renamed('tweetCount', int64),
    post_count: renamed('tweetCount', int64),
    listed_count: to('listedCount', int64),
    like_count: to('likeCount', int64),
    media_count: to('mediaCount', int64),
  }),
);

export const withheld = object<Withheld>(
  { copyright: null, countryCodes: NONE, scope: null },
  fields({
    copyright: to('copyright', boolean),
    country_codes: to('countryCodes', list(string)),
    scope: to('scope', string),
  }),
);

const EMPTY: User = {
  id: '',
  username: null,
  name: null,
  createdAt: null,
  description: null,
  location: null,
  url: null,
  profileImageUrl: null,
  profileBannerUrl: null,
  protected: null,
  verified: null,
  verifiedType: null,
  verifiedFollowersCount: null,
  subscriptionType: null,
  isIdentityVerified: null,
  parody: null,
  pinnedTweetId: null,
  mostRecentTweetId: null,
  publicMetrics: null,
  urlEntities: NONE,
  descriptionUrls: NONE,
  descriptionHashtags: NONE,
  descriptionMentions: NONE,
  descriptionCashtags: NONE,
  withheld: null,
};

const profileEntities = fields<User>({
  url: flattened(fields<User>({ urls: to('urlEntities', urls) })),
  description: flattened(
    fields<User>({
      urls: to('descriptionUrls', urls),
      hashtags: to('descriptionHashtags', hashtags),
      mentions: to('descriptionMentions', mentions),
      cashtags: to('descriptionCashtags', cashtags),
    }),
  ),
});

/** A user object; without an id it is no user. */
export const user = object<User>(
  EMPTY,
  fields({
    id: to('id', id),
    username: to('username', string),
    name: to('name', string),
    created_at: to('createdAt', instant),
    description: to('description', string),
    location: to('location', string),
    url: to('url', string),
    profile_image_url: to('profileImageUrl', string),
    profile_banner_url: to('profileBannerUrl', string),
    protected: to('protected', boolean),
    verified: to('verified', boolean),
    verified_type: to('verifiedType', string),
    verified_followers_count: to('verifiedFollowersCount', int64),
    subscription_type: to('subscriptionType', string),
    is_identity_verified: to('isIdentityVerified', boolean),
    parody: to('parody', boolean),
    pinned_tweet_id: renamed('pinnedTweetId', id),
    pinned_post_id: renamed('pinnedTweetId', id),
    most_recent_tweet_id: renamed('mostRecentTweetId', id),
    most_recent_post_id: renamed('mostRecentTweetId', id),
    public_metrics: to('publicMetrics', publicMetrics),
    entities: flattened(profileEntities),
    withheld: to('withheld', withheld),
  }),
  (record) => record.id !== '',
);
