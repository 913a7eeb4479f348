import type { StoredDocument } from '../write-models/versioned';
import { toVersionDocument } from '../write-models/version-document';
import type { Archive, VersionedWriter } from './versioned-writer';

/** Keeps older versions of posts with the writer of `tweet_versions`. */
export function createArchive(versions: VersionedWriter): Archive {
  return async (superseded) => {
    const origins = new Map<StoredDocument, StoredDocument>(
      superseded.map((document) => [toVersionDocument(document), document]),
    );
    const refused = await versions.write([...origins.keys()]);
    return new Map([...refused].map(([version, error]) => [origins.get(version) as StoredDocument, error]));
  };
}
