import { mongo } from 'mongoose';
import type { Profile } from '@tdp/contracts';
import { OBSERVED_AT, STORED_AT } from './added-fields';
import { describeFields, INSTANT, type DocumentField } from './document-schema';
import type { StoredDocument } from './versioned';

const count = (name: string, doc: string): DocumentField => ({ name, type: ['null', 'long'], doc });

/** What a document of `user_snapshots` consists of. */
export const USER_SNAPSHOT_SCHEMA = describeFields([
  { name: '_id', type: 'string', doc: 'userId / day, as 2244994945/2026-01-15.' },
  { name: 'userId', type: 'string', doc: "X's user id: _id in users." },
  { name: 'day', type: INSTANT, doc: 'The beginning of the day, UTC.' },
  { name: 'username', type: ['null', 'string'], doc: 'Handle without @, on that day.' },
  count('followersCount', 'Accounts that follow the user.'),
  count('followingCount', 'Accounts that the user follows.'),
  count('tweetCount', 'Posts that the user has written.'),
  count('listedCount', 'Lists that the user is on.'),
  count('likeCount', 'Posts that the user has liked.'),
  { ...OBSERVED_AT, doc: 'When the counts were read at X: the last time that day.' },
  { ...STORED_AT, doc: 'When the first counts of the day were stored here.' },
]);

/** A user's counts on one day, UTC: as they were when last observed that day. */
export function toUserSnapshot({ user, observedAt }: Profile, storedAt: Date): StoredDocument {
  const day = new Date(observedAt);
  day.setUTCHours(0, 0, 0, 0);
  const counts = user.publicMetrics;
  return {
    _id: `${user.id}/${day.toISOString().slice(0, 10)}`,
    userId: user.id,
    day,
    username: user.username,
    followersCount: toLong(counts?.followersCount),
    followingCount: toLong(counts?.followingCount),
    tweetCount: toLong(counts?.tweetCount),
    listedCount: toLong(counts?.listedCount),
    likeCount: toLong(counts?.likeCount),
    observedAt: new Date(observedAt),
    storedAt,
  };
}

/** One BSON type whatever the value: see compileDocument. */
const toLong = (count: number | null | undefined): mongo.Long | null =>
  count === null || count === undefined ? null : mongo.Long.fromNumber(count);
