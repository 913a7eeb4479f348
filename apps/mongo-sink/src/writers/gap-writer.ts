import type { StreamGap } from '@tdp/contracts';
import { toGapDocument } from '../write-models/gap-document';
import { createVersionedWriter } from '../writes/versioned-writer';
import { prepare, writePrepared, type CreateWriter } from './writer';

/** Stores gaps: one document each, as it was last reported. */
export const createGapWriter: CreateWriter = ({ database, operations, metrics, clock }) => {
  const gaps = createVersionedWriter({ collection: database.streamGaps, operations, metrics, clock });
  return (slice) => {
    const storedAt = new Date(clock.now());
    const prepared = slice.map((envelope) =>
      prepare(
        envelope,
        ({ source }) => String(source),
        () => toGapDocument(envelope.record as StreamGap, storedAt),
      ),
    );
    return writePrepared(gaps, prepared);
  };
};
