import { Schema, type Connection } from 'mongoose';
import { TOPICS, type TopicName } from '@tdp/contracts';

/** A letter that is in a dead-letter topic: what is known of it, never what is in it. */
export interface DeadLetterSummary {
  /** The letter's key: where its record is. */
  readonly _id: string;
  /** The dead-letter topic. */
  readonly topic: TopicName;
  readonly service: string;
  readonly step: string;
  readonly reason: string;
  /** The topic its record was in, as the cluster names it; null where it came from none. */
  readonly origin: string | null;
  /** Its record's key: a post's id, or a user's. */
  readonly key: string | null;
  /** When it was dead-lettered. */
  readonly at: Date;
  /** How often it had been sent back before. */
  readonly redriven: number;
  /** Of its record's value; null where that is null. */
  readonly bytes: number | null;
  /** Ids that may stand in it, of posts or users. */
  readonly names: readonly string[];
  readonly storedAt: Date;
}

/** Collection `dead_letters`: one document for each letter that lies in a dead-letter topic. */
const schema = new Schema(
  { _id: { type: String }, service: String, reason: String, names: [String], at: Date },
  { collection: 'dead_letters', strict: false, versionKey: false, autoIndex: false, autoCreate: false },
);
// what could not be processed, by service and reason, the newest first
schema.index({ service: 1, reason: 1, at: -1 }, { name: 'reason' });
// which letters may hold a post or a user that is to be removed
schema.index({ names: 1 }, { name: 'names' });
// a letter is as long in its topic, then both are gone
schema.index(
  { at: 1 },
  { name: 'retention', expireAfterSeconds: Number(TOPICS['mongo-sink-dlq'].config['retention.ms']) / 1_000 },
);

/** The model of `dead_letters` on a connection. */
export const createDeadLetterModel = (connection: Connection) => connection.model('DeadLetter', schema);
