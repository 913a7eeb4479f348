/** A document as it is stored; the version decides which of two writes of one id is the newer. */
export interface StoredDocument {
  /** X's id. */
  readonly _id: string;
  /** When X's response was read: the first part of the version. */
  readonly observedAt: Date;
  /** When it was first stored; a later write leaves it alone. */
  readonly storedAt: Date;
  readonly [field: string]: unknown;
}

/** How often the post was edited: the second part of the version, for equal observedAt. */
export function editCount({ editHistoryTweetIds }: StoredDocument): number {
  return Array.isArray(editHistoryTweetIds) ? editHistoryTweetIds.length : 0;
}

/** Whether a is the newer version of the same document. */
export function isNewer(a: StoredDocument, b: StoredDocument): boolean {
  const difference = a.observedAt.getTime() - b.observedAt.getTime();
  return difference === 0 ? editCount(a) > editCount(b) : difference > 0;
}

/** Matches the stored document only while it is older than this one. */
export function olderThan(document: StoredDocument): object {
  const { _id, observedAt } = document;
  const older: object[] = [{ observedAt: { $lt: observedAt } }];
  if (Array.isArray(document['editHistoryTweetIds'])) {
    const edits = { $size: { $ifNull: ['$editHistoryTweetIds', []] } };
    older.push({ observedAt, $expr: { $lt: [edits, editCount(document)] } });
  }
  return { _id, $or: older };
}
