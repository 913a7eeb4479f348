import { latestSchema, type EnrichedTweet } from '@tdp/contracts';
import { compileToBson } from './to-bson';
import type { StoredDocument } from './versioned';

const toBson = compileToBson(latestSchema('EnrichedTweet'));

interface GeoPoint {
  readonly type: 'Point';
  readonly coordinates: readonly unknown[];
}

/**
 * The document of a post: the post's fields and its enrichments side by side, every field
 * always present (null when unknown), instants as dates, counts as 64-bit integers.
 */
export function toTweetDocument(enriched: EnrichedTweet, storedAt: Date): StoredDocument {
  const { tweet, ...enrichment } = toBson(enriched) as { tweet: Record<string, unknown> };
  const { id, observedAt, ...fields } = tweet;
  return {
    _id: id as string,
    ...fields,
    ...enrichment,
    location: toLocation(enriched),
    observedAt: observedAt as Date,
    storedAt,
  };
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
