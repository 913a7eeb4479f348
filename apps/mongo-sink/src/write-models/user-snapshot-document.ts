import { mongo } from 'mongoose';
import type { Profile } from '@tdp/contracts';
import type { StoredDocument } from './versioned';

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
