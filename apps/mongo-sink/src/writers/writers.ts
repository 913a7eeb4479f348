import type { TopicName } from '@tdp/contracts';
import { createDeadLetterWriter } from './dead-letter-writer';
import { createGapWriter } from './gap-writer';
import { createProfileWriter } from './profile-writer';
import { createRemovalWriter } from './removal-writer';
import { createTweetWriter } from './tweet-writer';
import { createRemovals } from '../writes/removals';
import type { CreateWriter, SinkHandle, WriterDeps } from './writer';

/** The topics that the sink reads, and what writes each to MongoDB. */
const WRITERS = {
  'tweets-enriched': createTweetWriter,
  'profiles-raw': createProfileWriter,
  'stream-gaps': createGapWriter,
  removals: createRemovalWriter,
  'ingester-dlq': createDeadLetterWriter,
  'enricher-dlq': createDeadLetterWriter,
  'mongo-sink-dlq': createDeadLetterWriter,
} as const satisfies Partial<Record<TopicName, CreateWriter>>;

/** The topics that the sink reads. */
export const SINK_TOPICS = Object.keys(WRITERS) as readonly (keyof typeof WRITERS)[];

/** Creates every topic's writer, and what hands each slice to its topic's. */
export function createWriters(parts: Omit<WriterDeps, 'removals'>): SinkHandle {
  const deps = { ...parts, removals: createRemovals({ ...parts, ...parts.database }) };
  const writers = new Map<TopicName, SinkHandle>(SINK_TOPICS.map((topic) => [topic, WRITERS[topic](deps)]));
  return async (slice) => {
    const topic = slice[0]?.topic;
    if (topic === undefined) {
      return [];
    }
    const writer = writers.get(topic);
    if (writer === undefined) {
      throw new TypeError(`a slice of ${topic}, which no writer is for`);
    }
    return writer(slice);
  };
}
