import { Schema, type Connection } from 'mongoose';

/**
 * Collection `tweet_versions`: the older versions of edited posts, each as whole a document as those
 * of `tweets`, under its own post id. The newest version is in `tweets` only.
 */
const schema = new Schema(
  {
    _id: { type: String },
    id: String,
    chainId: String,
    editHistoryTweetIds: [String],
    holds: [String],
    observedAt: Date,
    storedAt: Date,
  },
  { collection: 'tweet_versions', strict: false, versionKey: false, autoIndex: false, autoCreate: false },
);
// all older versions of a post, its `_id` in `tweets`
schema.index({ chainId: 1 }, { name: 'chain' });
// the post that a version belongs to, when only an older one knows of it
schema.index({ editHistoryTweetIds: 1 }, { name: 'anyVersion' });
// what holds a post or a user that is removed
schema.index({ holds: 1 }, { name: 'holds' });

/** The model of `tweet_versions` on a connection. */
export const createTweetVersionModel = (connection: Connection) => connection.model('TweetVersion', schema);
