import { CORRECTION_HEADER, type Removal, type StreamGap, type Tweet } from '@tdp/contracts';
import type { Envelope, StoredLetter } from '@tdp/streaming';
import { AN_INSTANT, buildEnrichedTweet, buildProfile, buildTweet, buildUser } from '@tdp/testing';

let offset = 0;

/** A decoded record as the consumer hands it over. */
export function envelope(
  key: string | null,
  record: object | null,
  topic: Envelope['topic'] = 'tweets-enriched',
): Envelope {
  offset += 1;
  return { topic, partition: 0, offset: String(offset), key, timestamp: 0, headers: {}, record };
}

/** What was seen of a version of a post, observedAt ms after a fixed instant. */
export function version(
  id: string,
  observedAt: number,
  overrides: Partial<Tweet> = {},
  enrichmentRevision = 1,
): Envelope {
  const tweet = buildTweet({
    id,
    text: `seen at ${observedAt}`,
    observedAt: AN_INSTANT + observedAt,
    ...overrides,
  });
  return envelope(id, buildEnrichedTweet({ tweet, enrichmentRevision }));
}

/** The edit chain that a version knows of, oldest first. */
export const history = (...ids: string[]): Partial<Tweet> => ({ editHistoryTweetIds: ids });

/** The tombstone of a version of a post: somebody's, or the sink's own that came back to it. */
export const removal = (id: string, isCorrection = false): Envelope => ({
  ...envelope(id, null),
  timestamp: AN_INSTANT,
  ...(isCorrection && { headers: { [CORRECTION_HEADER]: Buffer.from('mongo-sink') } }),
});

/** What somebody says about a post or a user. */
export function word(subject: 'post' | 'user', id: string, over: Partial<Removal> = {}): Envelope {
  const record: Removal = {
    subject,
    id,
    action: 'remove',
    upToPostId: null,
    at: AN_INSTANT,
    reason: null,
    source: 'operator',
    ...over,
  };
  return envelope(`${subject}/${id}`, record, 'removals');
}

/** A dead letter with this value, as JSON. */
export function letter(id: string, value: object, key: string | null = null): Envelope {
  const record: StoredLetter = {
    ...{
      id,
      partition: 0,
      key: key === null ? null : Buffer.from(key),
      value: Buffer.from(JSON.stringify(value)),
      headers: {},
      redriven: 0,
    },
    ...{
      service: 'enricher',
      step: 'decode',
      reason: 'NULL_VALUE',
      exception: 'Error',
      message: '',
      // The server deletes older ones.
      at: Date.now(),
    },
    origin: { topic: 'tweets-raw', partition: 0, offset: '1' },
  };
  return envelope(id, record, 'enricher-dlq');
}

/** The word that a letter is gone. */
export const letterGone = (id: string): Envelope => envelope(id, null, 'enricher-dlq');

/** What was seen of a user. */
export function profile(id: string, at: number): Envelope {
  const user = buildUser({ id, name: `seen at ${at}` });
  return envelope(id, buildProfile({ user, observedAt: AN_INSTANT + at }), 'profiles-raw');
}

/** A gap as the ingester reports it. */
export function gap(overrides: Partial<StreamGap>): Envelope {
  const record: StreamGap = {
    source: 'filtered-stream',
    from: AN_INSTANT,
    to: null,
    cause: 'disconnect',
    openedAt: AN_INSTANT + 1_000,
    closedAt: null,
    repair: null,
    recovered: null,
    complete: null,
    detail: null,
    ...overrides,
  };
  return envelope(record.source, record, 'stream-gaps');
}
