import { Schema, type Connection } from 'mongoose';

/** Collection `stream_gaps`: when posts may have passed unseen; one document per gap, as it was last reported. */
const schema = new Schema(
  { _id: { type: String }, source: String, from: Date, to: Date, observedAt: Date, storedAt: Date },
  { collection: 'stream_gaps', strict: false, versionKey: false, autoIndex: false, autoCreate: false },
);
// which gaps touch a time: beside every chart over time
schema.index({ from: 1, to: 1 }, { name: 'time' });

/** The model of `stream_gaps` on a connection. */
export const createStreamGapModel = (connection: Connection) => connection.model('StreamGap', schema);
