import { dimension, measure, REQUIRED } from './columns';
import type { Column, Table } from './table';

const count = (name: string, path: string, description: string): Column =>
  measure(name, 'long', 'sum', path, description);

const counts = (prefix: string): readonly Column[] => [
  count('followers_count', `${prefix}followersCount`, 'Accounts that follow the user.'),
  count('following_count', `${prefix}followingCount`, 'Accounts that the user follows.'),
  count('tweet_count', `${prefix}tweetCount`, 'Posts that the user has written.'),
  count('listed_count', `${prefix}listedCount`, 'Lists that the user is on.'),
  count('like_count', `${prefix}likeCount`, 'Posts that the user has liked.'),
];

const USERS: Table = {
  name: 'bi_users',
  description: 'One row per user: the newest profile.',
  collection: 'users',
  unwind: null,
  key: ['user_id'],
  columns: [
    dimension('user_id', 'string', '_id', "X's id.", REQUIRED),
    dimension('username', 'string', 'username', 'Handle without @.'),
    dimension('name', 'string', 'name', 'The name that is shown.'),
    dimension('created_at', 'timestamp', 'createdAt', 'When the account was created, UTC.'),
    dimension('description', 'string', 'description', "The profile's text about the user."),
    dimension('location', 'string', 'location', 'As the user states it: free text, never a position.'),
    dimension('protected', 'boolean', 'protected', 'Whether only followers can read the posts.'),
    dimension('verified', 'boolean', 'verified', 'Whether the account has a badge.'),
    dimension('verified_type', 'string', 'verifiedType', 'blue, business, government or none.'),
    dimension('subscription_type', 'string', 'subscriptionType', 'None, Basic, Premium or PremiumPlus.'),
    dimension('parody', 'boolean', 'parody', 'Whether the account calls itself a parody.'),
    ...counts('publicMetrics.'),
    count('media_count', 'publicMetrics.mediaCount', 'Photos and videos that the user has posted.'),
    dimension('source', 'string', 'source', 'stream, backfill, recovery, search or replay.', REQUIRED),
    dimension('observed_at', 'timestamp', 'observedAt', 'When the profile was read at X, UTC.', REQUIRED),
    dimension('stored_at', 'timestamp', 'storedAt', 'When it was first stored, UTC.', REQUIRED),
  ],
};

const USER_DAILY: Table = {
  name: 'bi_user_daily',
  description: 'One row per user and day (UTC): the counts as last observed that day.',
  collection: 'user_snapshots',
  unwind: null,
  key: ['user_id', 'day'],
  columns: [
    dimension('user_id', 'string', 'userId', 'user_id in bi_users.', REQUIRED),
    dimension('day', 'date', 'day', 'UTC.', REQUIRED),
    dimension('username', 'string', 'username', 'Handle without @, on that day.'),
    ...counts(''),
    dimension('observed_at', 'timestamp', 'observedAt', 'The last time that day, UTC.', REQUIRED),
  ],
};

/** Tables of users. */
export const USER_TABLES: readonly Table[] = [USERS, USER_DAILY];
