import { latestSchema, type EnrichedTweet } from '@tdp/contracts';
import { compileDocument } from './compile-document';
import type { StoredDocument } from './versioned';

interface GeoPoint {
  readonly type: 'Point';
  readonly coordinates: readonly [longitude: number, latitude: number];
}

const toDocument = compileDocument<EnrichedTweet, { location: GeoPoint | null; storedAt: Date }>(
  latestSchema('EnrichedTweet'),
  { subject: 'tweet', added: ['location', 'storedAt'] },
);

/**
 * The document of a post: the post's fields and its enrichments side by side, every field
 * always present (null when unknown), instants as dates, counts as 64-bit integers.
 */
export function toTweetDocument(enriched: EnrichedTweet, storedAt: Date): StoredDocument {
  return toDocument(enriched, { location: toLocation(enriched), storedAt }) as StoredDocument;
}

/** The exact position for the geo index; null where there is none or where it is not on Earth. */
function toLocation({ tweet }: EnrichedTweet): GeoPoint | null {
  const [longitude, latitude] = tweet.coordinates?.coordinates ?? [];
  if (longitude === undefined || latitude === undefined) {
    return null;
  }
  const isOnEarth = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
  return isOnEarth ? { type: 'Point', coordinates: [longitude, latitude] } : null;
}
