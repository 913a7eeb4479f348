import type { DocumentSchema } from './document-schema';
import { GAP_SCHEMA } from './gap-document';
import { LETTER_SCHEMA } from './letter-document';
import { MARK_SCHEMA, STATE_SCHEMA } from './mark-document';
import { TWEET_SCHEMA } from './tweet-document';
import { USER_SCHEMA } from './user-document';
import { USER_SNAPSHOT_SCHEMA } from './user-snapshot-document';
import { VERSION_SCHEMA } from './version-document';

/** A collection as it is described to the server and to people. */
export interface CollectionDescription {
  readonly name: string;
  /** One document per what. */
  readonly doc: string;
  readonly schema: DocumentSchema;
  /** Whether so much is written to it that the server's share of the work counts. */
  readonly isBusy?: boolean;
  /** Another collection that has most of its fields. */
  readonly like?: string;
}

/** Every collection of the sink; validators and the data dictionary are made of it. */
export const COLLECTIONS: readonly CollectionDescription[] = [
  {
    name: 'tweets',
    doc: 'One document per post, in its newest version.',
    schema: TWEET_SCHEMA,
    isBusy: true,
  },
  {
    name: 'tweet_versions',
    doc: 'One document per older version of an edited post.',
    schema: VERSION_SCHEMA,
    like: 'tweets',
  },
  { name: 'users', doc: 'One document per user: the newest profile.', schema: USER_SCHEMA },
  {
    name: 'user_snapshots',
    doc: 'One document per user and day (UTC): the counts as last observed that day.',
    schema: USER_SNAPSHOT_SCHEMA,
  },
  {
    name: 'stream_gaps',
    doc: 'One document per time in which posts may have passed unseen, as last reported.',
    schema: GAP_SCHEMA,
  },
  {
    name: 'dead_letters',
    doc: 'One document per dead letter that lies in a topic now: why, and from where, never its content.',
    schema: LETTER_SCHEMA,
  },
  {
    name: 'removals',
    doc: 'One document per post or user that was removed, or may be kept again: never its content.',
    schema: MARK_SCHEMA,
  },
  {
    name: 'sink_state',
    doc: 'One document per thing that processes of the sink share.',
    schema: STATE_SCHEMA,
  },
];
