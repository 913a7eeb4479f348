import {
  compareIds,
  compareObservations,
  compareVersions,
  versionId,
  type StoredDocument,
} from '../write-models/versioned';

/** A document beside what is stored under its _id. */
export interface Pair {
  readonly document: StoredDocument;
  readonly stored: StoredDocument;
}

/** Documents by what is to be done with them. */
export interface Comparison {
  /** Nothing is stored under their _id. */
  readonly absent: readonly StoredDocument[];
  /** An older version of the post than the stored one. */
  readonly older: readonly StoredDocument[];
  /** A newer observation of the version that is stored. */
  readonly fresher: readonly Pair[];
  /** A later version of the post than the stored one. */
  readonly later: readonly Pair[];
}

/** Compares documents with what is stored; those that are the same, or an older observation, are left out. */
export function compare(
  documents: readonly StoredDocument[],
  stored: ReadonlyMap<string, StoredDocument>,
): Comparison {
  const absent: StoredDocument[] = [];
  const older: StoredDocument[] = [];
  const fresher: Pair[] = [];
  const later: Pair[] = [];
  for (const document of documents) {
    const current = stored.get(document._id);
    if (current === undefined) {
      absent.push(document);
      continue;
    }
    const order = compareIds(versionId(document), versionId(current));
    if (order < 0) {
      older.push(document);
    } else if (order > 0) {
      later.push({ document, stored: current });
    } else if (compareObservations(document, current) > 0) {
      fresher.push({ document, stored: current });
    }
  }
  return { absent, older, fresher, later };
}

/** Documents of one _id, the newest version first. */
export type Line = readonly [StoredDocument, ...StoredDocument[]];

/** Groups documents by _id. */
export function linesOf(documents: readonly StoredDocument[]): readonly Line[] {
  const lines = new Map<string, [StoredDocument, ...StoredDocument[]]>();
  for (const document of documents) {
    const line = lines.get(document._id);
    if (line === undefined) {
      lines.set(document._id, [document]);
    } else {
      line.push(document);
      line.sort((a, b) => compareVersions(b, a));
    }
  }
  return [...lines.values()];
}
