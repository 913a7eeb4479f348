/** A document as it is stored; its version decides which of two writes of one _id is the newer. */
export interface StoredDocument {
  /** In `tweets` the first id of the post's edit chain; elsewhere X's id of the post or user itself. */
  readonly _id: string;
  /** X's id of the version of a post that the document shows; a user has no versions, and no such field. */
  readonly id?: string;
  /** When X's response was read. */
  readonly observedAt: Date;
  /** When this version was first stored; a later observation of it leaves that alone. */
  readonly storedAt: Date;
  readonly [field: string]: unknown;
}

/** What a document's version consists of, to be read of a stored one. */
export const VERSION_FIELDS = [
  'id',
  'observedAt',
  'editHistoryTweetIds',
  'enrichmentRevision',
  'enrichedAt',
] as const;

/** X's id of the version that a document shows. */
export const versionId = ({ _id, id }: StoredDocument): string => id ?? _id;

/** Order of X's ids in time: snowflakes are numbers, beyond what a double holds. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

/**
 * Order of two observations of one version of a post: below 0 when a is the older, 0 when neither
 * is newer. The later observation is the newer; at one instant the one that knows of more edits,
 * then the one that the better enricher wrote, then the one that was written later: with other topics, say.
 */
export function compareObservations(a: StoredDocument, b: StoredDocument): number {
  return (
    a.observedAt.getTime() - b.observedAt.getTime() ||
    editCount(a) - editCount(b) ||
    enrichmentRevision(a) - enrichmentRevision(b) ||
    enrichedAt(a) - enrichedAt(b)
  );
}

/** Order of two documents of one edit chain: a later version is the newer, whenever it was observed. */
export function compareVersions(a: StoredDocument, b: StoredDocument): number {
  return compareIds(versionId(a), versionId(b)) || compareObservations(a, b);
}

/** Matches a stored document only as long as it is in exactly this version. */
export function exactly(document: StoredDocument): Record<string, unknown> {
  // null also matches a field that is absent.
  const version = VERSION_FIELDS.map((field): [string, unknown] => [field, document[field] ?? null]);
  return Object.fromEntries([['_id', document._id], ...version]);
}

function editCount({ editHistoryTweetIds }: StoredDocument): number {
  return Array.isArray(editHistoryTweetIds) ? editHistoryTweetIds.length : 0;
}

function enrichedAt({ enrichedAt: at }: StoredDocument): number {
  return at instanceof Date ? at.getTime() : 0;
}

function enrichmentRevision({ enrichmentRevision: revision }: StoredDocument): number {
  return Number(revision ?? 0);
}
