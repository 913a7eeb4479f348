import type { Connection } from 'mongoose';
import { createDeadLetterModel } from './dead-letter';
import { createRemovalModel } from './removal';
import { createSinkStateModel } from './sink-state';
import { createStreamGapModel } from './stream-gap';
import { createTweetModel } from './tweet';
import { createTweetVersionModel } from './tweet-version';
import { createUserModel } from './user';
import { createUserSnapshotModel } from './user-snapshot';

/** The models of all the sink's collections on a connection. */
export const createModels = (connection: Connection) => ({
  tweets: createTweetModel(connection),
  tweetVersions: createTweetVersionModel(connection),
  users: createUserModel(connection),
  userSnapshots: createUserSnapshotModel(connection),
  streamGaps: createStreamGapModel(connection),
  deadLetters: createDeadLetterModel(connection),
  removals: createRemovalModel(connection),
  sinkState: createSinkStateModel(connection),
});

export type Models = ReturnType<typeof createModels>;
