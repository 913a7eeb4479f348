import { createAdmin, createOperator, type KafkaClient } from '@tdp/streaming';
import { buildProfile, buildTweet, buildUser, waitUntil } from '@tdp/testing';
import type { TopicAccess } from '../harness/topics';
import { rawRecord } from './world';

const COMPACTED = ['tweets-raw', 'tweets-enriched', 'profiles-raw', 'enricher-dlq'] as const;
const READ = {
  enricher: ['tweets-raw'],
  'mongo-sink': ['tweets-enriched', 'profiles-raw', 'removals', 'enricher-dlq'],
} as const;

/** Waits until the services have read everything, what they send to each other because of it, too. */
export async function settled(kafka: KafkaClient): Promise<void> {
  const admin = createAdmin(kafka);
  await admin.connect();
  try {
    let before = '';
    const isQuiet = async (): Promise<boolean> => {
      const lags = await Promise.all(
        Object.entries(READ).map(([group, topics]) => admin.groupLag(group, topics)),
      );
      const now = JSON.stringify([await admin.topicTotals(COMPACTED), lags]);
      const isSame = now === before;
      before = now;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return isSame && lags.every((lag) => Object.values(lag).every((count) => count === 0));
    };
    await waitUntil(isQuiet);
  } finally {
    await admin.disconnect();
  }
}

/** Lets the broker compact what is in the topics now, as it does within a day by the settings of the contract. */
export async function compactAtOnce(kafka: KafkaClient): Promise<void> {
  const operator = createOperator(kafka);
  for (const topic of COMPACTED) {
    await operator.configure(topic, {
      'max.compaction.lag.ms': '1',
      'min.cleanable.dirty.ratio': '0',
      'segment.ms': '100',
    });
  }
}

/** Writes to every partition: the newest segment is compacted only after it. */
export async function rollSegments({ producer }: TopicAccess): Promise<void> {
  const ids = Array.from({ length: 60 }, (_, index) => String(9_000_000 + index));
  await producer.sendAll(
    ids.flatMap((id) => [
      rawRecord(buildTweet({ id, text: `to fill ${id}` }), Date.now()),
      { topic: 'profiles-raw', key: id, record: buildProfile({ user: buildUser({ id }) }) },
    ]),
  );
  await producer.sendEncoded(
    ids.map((id) => ({ topic: 'enricher-dlq', message: { key: `filling/${id}`, value: null }, bytes: 0 })),
  );
}
