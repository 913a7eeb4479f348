import { Schema, type Connection } from 'mongoose';

/**
 * Collection `tweets`: one document per post, in its newest version; `_id` is the first id of its
 * edit chain, `id` that of the version. Fields come from the contract and the write
 * model; declared here is what the indexes stand on. Each index costs insert rate, so there
 * is one per question that analysts ask of the whole collection:
 */
const schema = new Schema(
  {
    _id: { type: String },
    id: String,
    isEdited: Boolean,
    editHistoryTweetIds: [String],
    text: String,
    createdAt: Date,
    authorId: String,
    tags: { hashtags: [{ key: String, _id: false }] },
    location: { type: { type: String }, coordinates: [Number] },
    holds: [String],
    observedAt: Date,
    storedAt: Date,
  },
  { collection: 'tweets', strict: false, versionKey: false, autoIndex: false, autoCreate: false },
);
// what was posted between two instants
schema.index({ createdAt: -1 }, { name: 'time' });
// what one author posted
schema.index({ authorId: 1, createdAt: -1 }, { name: 'authorAndTime' });
// what was posted under a hashtag
schema.index({ 'tags.hashtags.key': 1, createdAt: -1 }, { name: 'hashtagAndTime' });
// what was posted near a point; documents without one cost nothing
schema.index({ location: '2dsphere' }, { name: 'place' });
// which post a version belongs to; posts that were never edited cost nothing
schema.index({ editHistoryTweetIds: 1 }, { name: 'anyVersion', partialFilterExpression: { isEdited: true } });
// what holds a post or a user that is removed
schema.index({ holds: 1 }, { name: 'holds' });

/** The model of `tweets` on a connection. */
export const createTweetModel = (connection: Connection) => connection.model('Tweet', schema);
