import { Schema, type Connection } from 'mongoose';

/** Collection `users`: the newest known profile of each user. */
const schema = new Schema(
  { _id: { type: String }, username: String, observedAt: Date, storedAt: Date },
  { collection: 'users', strict: false, versionKey: false, autoIndex: false, autoCreate: false },
);
// a user by handle; handles change hands, so it is not unique
schema.index({ username: 1 }, { name: 'username' });

/** The model of `users` on a connection. */
export const createUserModel = (connection: Connection) => connection.model('User', schema);
