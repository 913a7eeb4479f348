import { latestSchema, type EnrichedTweet } from '@tdp/contracts';
import { compileDocument } from './compile-document';
import { heldKeys } from './removal-keys';
import type { StoredDocument } from './versioned';

interface GeoPoint {
  readonly type: 'Point';
  readonly coordinates: readonly [longitude: number, latitude: number];
}

interface Added {
  readonly _id: string;
  readonly location: GeoPoint | null;
  readonly isEdited: boolean;
  readonly holds: readonly string[];
  readonly timesCut: number;
  readonly storedAt: Date;
}

const toDocument = compileDocument<EnrichedTweet, Added>(latestSchema('EnrichedTweet'), {
  subject: 'tweet',
  added: ['_id', 'location', 'isEdited', 'holds', 'timesCut', 'storedAt'],
});

/**
 * The document of a post: the post's fields and its enrichments side by side, every field
 * always present (null when unknown), instants as dates, counts as 64-bit integers. An edit has
 * an id of its own; what makes its versions one post is the first id of their edit chain. `holds` are
 * the posts and users inside it, by which it is found when one of them is removed.
 */
export function toTweetDocument(enriched: EnrichedTweet, storedAt: Date): StoredDocument {
  const { id, editHistoryTweetIds } = enriched.tweet;
  const _id = editHistoryTweetIds[0] ?? id;
  const isEdited = editHistoryTweetIds.length > 1 || _id !== id;
  const holds = heldKeys(enriched.tweet);
  const added = { _id, location: toLocation(enriched), isEdited, holds, timesCut: 0, storedAt };
  return toDocument(enriched, added) as StoredDocument;
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
