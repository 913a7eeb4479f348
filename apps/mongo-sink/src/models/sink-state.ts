import { Schema, type Connection } from 'mongoose';

/** What one document of it says; the other member is absent. */
export interface SinkState {
  readonly _id: string;
  /** A number that goes up; see known-marks.ts. */
  readonly generation?: number;
  readonly pass?: StoredPass;
}

/** In which order a pass reads: posts without a date, those with one, older versions. */
export const STORED_PARTS = ['undated', 'dated', 'versions'] as const;
export type StoredPart = (typeof STORED_PARTS)[number];

/** A pass over the stored posts that has not come to its end; see pass.ts. */
export interface StoredPass {
  /** The process that is at it. */
  readonly by: string;
  /** Only posts up to then: what comes later is enriched by today's steps anyway. */
  readonly begunAt: Date;
  /** Only posts that were written from then on. */
  readonly since: Date | null;
  /** Enrichments that are meant; null for all. */
  readonly only: readonly string[] | null;
  /** Posts that are meant, as counted when it began. */
  readonly total: number;
  readonly sent: number;
  /** Where it is: see stored-posts.ts. */
  readonly part: StoredPart;
  readonly afterTime: Date | null;
  readonly afterId: string | null;
}

/** Collection `sink_state`: what the replicas of the sink share. */
const schema = new Schema(
  { _id: { type: String }, generation: Number, pass: {} },
  { collection: 'sink_state', versionKey: false, autoIndex: false, autoCreate: false },
);

/** The model of `sink_state` on a connection. */
export const createSinkStateModel = (connection: Connection) => connection.model('SinkState', schema);
