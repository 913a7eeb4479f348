import type { mongo } from 'mongoose';
import { latestSchema } from '@tdp/contracts';
import type { Operations } from '../operations';
import { compareObservations, versionId, type StoredDocument } from '../write-models/versioned';

/** A document of which only some enrichments are meant. */
export interface Renewal {
  readonly document: StoredDocument;
  /** Names of enrichments. */
  readonly only: ReadonlySet<string>;
}

/** Puts renewed enrichments into the documents that are there. */
export type Renew = (renewals: readonly Renewal[]) => Promise<readonly StoredDocument[]>;

interface Failure {
  readonly step: string;
}

/** Every enrichment of the contract. */
export const ENRICHMENTS: ReadonlySet<string> = new Set(
  (latestSchema('EnrichedTweet') as { readonly fields: readonly { readonly name: string }[] }).fields
    .map(({ name }) => name)
    .filter((name) => !['tweet', 'enrichmentRevision', 'enrichedAt', 'enrichmentFailures'].includes(name)),
);

/** Every BSON type as it is: what is not renewed is written back. */
const WHOLE = { promoteValues: false, promoteLongs: false };

/**
 * Creates it. What is stored of the same observation gets the named enrichments and keeps the others; of another
 * observation, or where nothing is stored, the document is left whole, and the guard decides as ever.
 */
export function createRenew(collection: mongo.Collection<StoredDocument>, operations: Operations): Renew {
  return async (renewals) => {
    if (renewals.length === 0) {
      return [];
    }
    const filter = { _id: { $in: renewals.map(({ document }) => document._id) } };
    const found = await operations.read(`reading ${collection.collectionName}`, () =>
      collection.find(filter, WHOLE).toArray(),
    );
    const stored = new Map(found.map((document) => [document._id, document]));
    return renewals.map(({ document, only }) => {
      const current = stored.get(document._id);
      return current !== undefined && isSameObservation(document, current)
        ? renewed(current, document, only)
        : document;
    });
  };
}

/** Of the same version of the post, seen at the same time, whoever enriched it. */
function isSameObservation(document: StoredDocument, stored: StoredDocument): boolean {
  const { enrichmentRevision, enrichedAt } = stored;
  return (
    versionId(document) === versionId(stored) &&
    compareObservations({ ...document, enrichmentRevision, enrichedAt }, stored) === 0
  );
}

function renewed(
  stored: StoredDocument,
  document: StoredDocument,
  only: ReadonlySet<string>,
): StoredDocument {
  const fields = Object.entries(document).filter(([name]) => only.has(name) && ENRICHMENTS.has(name));
  const failures = (of: StoredDocument): readonly Failure[] =>
    (of['enrichmentFailures'] as readonly Failure[] | null | undefined) ?? [];
  return {
    ...stored,
    ...Object.fromEntries(fields),
    // It is newer than what is stored, and no better: of the other enrichments nothing is known.
    enrichedAt: document['enrichedAt'],
    enrichmentFailures: [
      ...failures(stored).filter(({ step }) => !only.has(step)),
      ...failures(document).filter(({ step }) => only.has(step)),
    ],
  };
}
