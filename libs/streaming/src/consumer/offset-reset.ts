/** A group's position that the broker no longer has, or does not have yet: it goes on at the earliest record. */
export interface OffsetReset {
  /** As the cluster names it. */
  readonly topic: string;
  readonly partition: number;
  /** The offset that was asked for. */
  readonly from: string;
  /** The earliest offset there is; null when that could not be read. */
  readonly to: string | null;
}

interface ConsumerGroupInternals {
  readonly groupId: string;
  readonly cluster: {
    fetchTopicsOffset(
      topics: readonly object[],
    ): Promise<
      readonly { readonly topic: string; readonly partitions: readonly { readonly offset: string }[] }[]
    >;
  };
  readonly offsetManager: { nextOffset(topic: string, partition: number): { toString(): string } };
  recoverFromOffsetOutOfRange(
    this: ConsumerGroupInternals,
    error: { readonly topic: string; readonly partition: number },
  ): Promise<void>;
}

// kafkajs tells of a reset by a log line only, without offsets; the deep import is what the report needs (ADR 0010).
// eslint-disable-next-line @typescript-eslint/no-require-imports
const ConsumerGroup = require('kafkajs/src/consumer/consumerGroup') as {
  readonly prototype: ConsumerGroupInternals;
};

/** How many records the group did not read; null when that is unknown, as for a topic that was made anew. */
export function missedRecords({ from, to }: OffsetReset): number | null {
  return to === null || Number(to) < Number(from) ? null : Number(to) - Number(from);
}

type Listener = (reset: OffsetReset) => void;

const listeners = new Map<string, Set<Listener>>();
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with its `this` below
const original = ConsumerGroup.prototype.recoverFromOffsetOutOfRange;

/** Tells of every offset reset of a consumer group in this process. Call the result to end that. */
export function onOffsetReset(group: string, listener: Listener): () => void {
  ConsumerGroup.prototype.recoverFromOffsetOutOfRange = reportingRecovery;
  const ofGroup = listeners.get(group) ?? new Set();
  listeners.set(group, ofGroup.add(listener));
  return () => ofGroup.delete(listener);
}

const reportingRecovery: ConsumerGroupInternals['recoverFromOffsetOutOfRange'] = async function (error) {
  const { topic, partition } = error;
  const from = this.offsetManager.nextOffset(topic, partition).toString();
  await original.call(this, error);
  const to = await earliestOffset(this, topic, partition);
  for (const listener of listeners.get(this.groupId) ?? []) {
    listener({ topic, partition, from, to });
  }
};

async function earliestOffset(
  { cluster }: ConsumerGroupInternals,
  topic: string,
  partition: number,
): Promise<string | null> {
  try {
    const [found] = await cluster.fetchTopicsOffset([
      { topic, partitions: [{ partition }], fromBeginning: true },
    ]);
    return found?.partitions[0]?.offset ?? null;
  } catch (error) {
    // The reset itself is done; that a broker went away meanwhile must not hide it.
    if (error instanceof Error && error.name.startsWith('KafkaJS')) {
      return null;
    }
    throw error;
  }
}
