import { mongo } from 'mongoose';
import { latestSchema, type EnrichedTweet } from '@tdp/contracts';
import { STORED_AT } from './added-fields';
import { compileDocument } from './compile-document';
import { describeDocument, type DocumentField, type DocumentShape } from './document-schema';
import { heldKeys } from './removal-keys';
import type { StoredDocument } from './versioned';

interface GeoPoint {
  readonly type: 'Point';
  readonly coordinates: readonly [longitude: mongo.Double, latitude: mongo.Double];
}

interface Added {
  readonly _id: string;
  readonly location: GeoPoint | null;
  readonly isEdited: boolean;
  readonly holds: readonly string[];
  readonly timesCut: number;
  readonly storedAt: Date;
}

const LOCATION: DocumentField = {
  name: 'location',
  type: [
    'null',
    {
      type: 'record',
      name: 'GeoPoint',
      fields: [
        { name: 'type', type: 'string', doc: 'Point.' },
        {
          name: 'coordinates',
          type: { type: 'array', items: 'double' },
          doc: 'Longitude, latitude in degrees.',
        },
      ],
    },
  ],
  doc: 'GeoJSON of coordinates, for the geo index; null where there are none or they are not on Earth.',
};

const SHAPE: DocumentShape = {
  subject: 'tweet',
  added: [
    {
      name: '_id',
      type: 'string',
      doc: "The first id of the post's edit chain: the post, whatever its version.",
    },
    LOCATION,
    { name: 'isEdited', type: 'boolean', doc: 'Whether the post has other versions.' },
    {
      name: 'holds',
      type: { type: 'array', items: 'string' },
      doc: 'The posts and users inside it, as post/<id> and user/<id>: it is found by them when one of them is removed.',
    },
    {
      name: 'timesCut',
      type: 'int',
      doc: 'How often something that had been removed elsewhere was cut out of the stored document.',
    },
    STORED_AT,
  ],
};

const SCHEMA = latestSchema('EnrichedTweet');
const toDocument = compileDocument<EnrichedTweet, Added>(SCHEMA, SHAPE);

/** What a document of `tweets` consists of. */
export const TWEET_SCHEMA = describeDocument(SCHEMA, SHAPE);

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
  // The driver alone would store 51 as an integer: see compileDocument.
  return isOnEarth
    ? { type: 'Point', coordinates: [new mongo.Double(longitude), new mongo.Double(latitude)] }
    : null;
}
