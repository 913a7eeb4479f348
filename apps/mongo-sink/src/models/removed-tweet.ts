import { Schema, type Connection } from 'mongoose';

/** A removed post. */
export interface RemovedTweet {
  /** X's id. */
  readonly _id: string;
  readonly removedAt: Date;
}

/**
 * Collection `removed_tweets`: ids of posts that must not be stored (again), with nothing
 * of their content. A replay of the topic or a late create finds the id here.
 */
const schema = new Schema(
  { _id: { type: String }, removedAt: Date },
  { collection: 'removed_tweets', versionKey: false, autoIndex: false, autoCreate: false },
);

/** The model of `removed_tweets` on a connection. */
export const createRemovedTweetModel = (connection: Connection) => connection.model('RemovedTweet', schema);
