import { Schema, type Connection } from 'mongoose';

/** What has become of a post or a user by the last word about it. */
export interface RemovalMark {
  /** `post/<id>` or `user/<id>`, by X's id. */
  readonly _id: string;
  /** removed, restored, or null when only its place was ever asked to go. */
  readonly state: 'removed' | 'restored' | null;
  /** When that happened at X; the later of two words holds. */
  readonly at: Date | null;
  readonly reason: string | null;
  /** compliance, operator, or tombstone: who said so. */
  readonly source: string | null;
  /** The mark that this one follows from: another version's, or the author's. */
  readonly because: string | null;
  /** Since when it must not be known where it was written. */
  readonly geoScrubbedAt: Date | null;
  /** Of a user: only posts up to this one. */
  readonly geoUpToPostId: string | null;
  readonly recordedAt: Date;
}

/**
 * Collection `removals`: what must not be stored (again), with nothing of its content, and since when: the record of
 * what was removed. A replay of a topic or a late create finds its id here.
 */
const schema = new Schema(
  {
    _id: { type: String },
    state: String,
    at: Date,
    reason: String,
    source: String,
    because: String,
    geoScrubbedAt: Date,
    geoUpToPostId: String,
    recordedAt: Date,
  },
  { collection: 'removals', versionKey: false, autoIndex: false, autoCreate: false },
);
// what follows from a removal, when that is taken back; marks that follow from none cost nothing
schema.index({ because: 1 }, { name: 'because', partialFilterExpression: { because: { $gt: '' } } });
// what was removed between two instants
schema.index({ recordedAt: 1 }, { name: 'recorded' });

/** The model of `removals` on a connection. */
export const createRemovalModel = (connection: Connection) => connection.model('Removal', schema);
