import { Schema, type Connection } from 'mongoose';

/** Collection `user_snapshots`: the counts of a user, one document per user and day (UTC). */
const schema = new Schema(
  { _id: { type: String }, userId: String, day: Date, observedAt: Date, storedAt: Date },
  { collection: 'user_snapshots', strict: false, versionKey: false, autoIndex: false, autoCreate: false },
);
// how one user's counts went
schema.index({ userId: 1, day: 1 }, { name: 'userAndDay' });
// everybody's on one day
schema.index({ day: 1 }, { name: 'day' });

/** The model of `user_snapshots` on a connection. */
export const createUserSnapshotModel = (connection: Connection) => connection.model('UserSnapshot', schema);
