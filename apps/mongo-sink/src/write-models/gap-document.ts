import { latestSchema, type StreamGap } from '@tdp/contracts';
import { OBSERVED_AT, STORED_AT } from './added-fields';
import { compileDocument } from './compile-document';
import { describeDocument, type DocumentShape } from './document-schema';
import type { StoredDocument } from './versioned';

interface Added {
  readonly _id: string;
  readonly observedAt: Date;
  readonly storedAt: Date;
}

const SCHEMA = latestSchema('StreamGap');
const SHAPE: DocumentShape = {
  added: [
    { name: '_id', type: 'string', doc: 'source / when it was noticed.' },
    { ...OBSERVED_AT, doc: 'When it was last reported of: when it was closed, or noticed.' },
    STORED_AT,
  ],
};
const toDocument = compileDocument<StreamGap, Added>(SCHEMA, SHAPE);

/** What a document of `stream_gaps` consists of. */
export const GAP_SCHEMA = describeDocument(SCHEMA, SHAPE);

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
