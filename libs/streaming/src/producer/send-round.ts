import { errorMessage } from '@tdp/service';
import { produceTo, type Cluster, type ClusterBroker, type ProducerId } from '../kafka/cluster';
import { rethrowBug } from '../kafka/rethrow-bug';
import type { PartitionBatch, Placed } from './partition-queues';
import { outcomeOf, type ProduceOutcome } from './produce-outcome';

/** What became of a batch. */
export type Settled<T> = readonly [PartitionBatch<T>, ProduceOutcome];

/** How long a leader may wait for its followers, and how long we wait for its answer. */
const ACKNOWLEDGE_MS = 10_000;
const ANSWER_MS = 15_000;

/**
 * Sends each batch to the leader of its partition, at most one a partition, and waits for every
 * answer: a try that begins while another is under way could not tell what that one wrote.
 */
export async function sendRound<T extends Placed>(
  cluster: Cluster,
  identity: ProducerId,
  batches: readonly PartitionBatch<T>[],
): Promise<readonly Settled<T>[]> {
  const byLeader = new Map<number, PartitionBatch<T>[]>();
  for (const batch of batches) {
    const leader = leaderOf(cluster, batch);
    const led = byLeader.get(leader);
    if (led === undefined) {
      byLeader.set(leader, [batch]);
    } else {
      led.push(batch);
    }
  }
  const answers = await Promise.all(
    [...byLeader].map(async ([leader, led]) =>
      leader < 0 ? allAgain(led, 'it has no leader') : sendToLeader(cluster, identity, leader, led),
    ),
  );
  return answers.flat();
}

async function sendToLeader<T extends Placed>(
  cluster: Cluster,
  identity: ProducerId,
  leader: number,
  batches: readonly PartitionBatch<T>[],
): Promise<readonly Settled<T>[]> {
  let broker: ClusterBroker | undefined;
  try {
    broker = await cluster.findBroker({ nodeId: String(leader) });
    const answer = await produceTo(
      broker,
      { acks: -1, timeout: ACKNOWLEDGE_MS, ...identity, topicData: toTopicData(batches) },
      ANSWER_MS,
    );
    const codes = new Map(
      answer.topics.flatMap(({ topicName, partitions }) =>
        partitions.map(({ partition, errorCode }) => [`${topicName}/${partition}`, errorCode]),
      ),
    );
    return batches.map((batch) => {
      const code = codes.get(`${batch.topic}/${batch.partition}`);
      return [batch, code === undefined ? again('the broker does not mention it') : outcomeOf(code)];
    });
  } catch (error) {
    rethrowBug(error);
    // Nothing may come on this connection any more: the next try opens another.
    await broker?.disconnect().catch(() => undefined);
    return allAgain(batches, `broker ${broker?.brokerAddress ?? leader}: ${errorMessage(error)}`);
  }
}

function leaderOf<T>(cluster: Cluster, { topic, partition }: PartitionBatch<T>): number {
  const known = cluster.findTopicPartitionMetadata(topic);
  return known.find(({ partitionId }) => partitionId === partition)?.leader ?? -1;
}

function toTopicData<T extends Placed>(batches: readonly PartitionBatch<T>[]) {
  const topics = [...new Set(batches.map(({ topic }) => topic))];
  return topics.map((topic) => ({
    topic,
    partitions: batches
      .filter((batch) => batch.topic === topic)
      .map(({ partition, firstSequence, messages }) => ({
        partition,
        firstSequence,
        messages: messages.map(({ message }) => message),
      })),
  }));
}

const again = (cause: string): ProduceOutcome => ({ kind: 'again', cause });

const allAgain = <T>(batches: readonly PartitionBatch<T>[], cause: string): readonly Settled<T>[] =>
  batches.map((batch) => [batch, again(cause)]);
