import { latestSchema, type StreamGap } from '@tdp/contracts';
import { compileDocument } from './compile-document';
import type { StoredDocument } from './versioned';

interface Added {
  readonly _id: string;
  readonly observedAt: Date;
  readonly storedAt: Date;
}

const toDocument = compileDocument<StreamGap, Added>(latestSchema('StreamGap'), {
  added: ['_id', 'observedAt', 'storedAt'],
});

/** The document of a gap: what was interrupted, and when that was noticed, tell it from others. */
export function toGapDocument(gap: StreamGap, storedAt: Date): StoredDocument {
  const { source, openedAt, closedAt } = gap;
  return toDocument(gap, {
    _id: `${source}/${new Date(openedAt).toISOString()}`,
    // A closed gap is newer than the open one, also when both happened at one instant.
    observedAt: new Date(closedAt === null ? openedAt : Math.max(closedAt, openedAt + 1)),
    storedAt,
  }) as StoredDocument;
}
