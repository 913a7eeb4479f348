import { Schema, type Connection } from 'mongoose';

/** A number that goes up; see known-marks.ts. */
export interface SinkState {
  readonly _id: string;
  readonly generation: number;
}

/** Collection `sink_state`: what the replicas of the sink share. */
const schema = new Schema(
  { _id: { type: String }, generation: Number },
  { collection: 'sink_state', versionKey: false, autoIndex: false, autoCreate: false },
);

/** The model of `sink_state` on a connection. */
export const createSinkStateModel = (connection: Connection) => connection.model('SinkState', schema);
