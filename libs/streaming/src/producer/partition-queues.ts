import type { Message } from 'kafkajs';
import { PipelineError } from '@tdp/service';
import { OutputError } from '../errors';
import type { ProduceOutcome } from './produce-outcome';
import type { Sequences } from './sequences';

/** A message and where it goes. */
export interface Placed {
  /** The topic's name on the cluster. */
  readonly topic: string;
  readonly message: Message;
  /** Null while the topic's partitions are unknown. */
  readonly partition: number | null;
}

/** A message that Kafka will not take, now or later, while it takes its neighbours. */
export interface Refused<T> {
  readonly placed: T;
  readonly error: OutputError;
}

/** Messages that are sent together, and again only together: a broker knows them by their numbers. */
export interface PartitionBatch<T> {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly T[];
  readonly firstSequence: number;
}

/** What is to be delivered, by partition and in order. Of each partition only the first batch is in flight. */
export interface PartitionQueues<T> {
  isEmpty(): boolean;
  /** The batch to send of each partition; the same one until it is settled. */
  heads(): readonly PartitionBatch<T>[];
  /** Acts on what a broker said. Returns what is refused for good. @throws PipelineError PRODUCE_FAILED */
  settle(batch: PartitionBatch<T>, outcome: ProduceOutcome): readonly Refused<T>[];
}

type Queue<T> = {
  readonly topic: string;
  readonly partition: number;
  /** Message lists in order. */
  readonly waiting: (readonly T[])[];
  head: PartitionBatch<T> | null;
};

/** Creates the queues of messages whose partitions are known. */
export function createPartitionQueues<T extends Placed>(
  messages: readonly (readonly [partition: number, T])[],
  sequences: Sequences,
): PartitionQueues<T> {
  const queues = new Map<string, Queue<T>>();
  for (const [partition, placed] of messages) {
    const key = keyOf(placed.topic, partition);
    const queue = queues.get(key);
    if (queue === undefined) {
      queues.set(key, { topic: placed.topic, partition, waiting: [[placed]], head: null });
    } else {
      (queue.waiting[0] as T[]).push(placed);
    }
  }

  function headOf(queue: Queue<T>): PartitionBatch<T> {
    const { topic, partition, waiting } = queue;
    const [first = []] = waiting;
    queue.head ??= {
      topic,
      partition,
      messages: first,
      firstSequence: sequences.take(topic, partition, first.length),
    };
    return queue.head;
  }

  function done(queue: Queue<T>): void {
    queue.head = null;
    queue.waiting.shift();
    if (queue.waiting.length === 0) {
      queues.delete(keyOf(queue.topic, queue.partition));
    }
  }

  function refuse(queue: Queue<T>, batch: PartitionBatch<T>, cause: string): readonly Refused<T>[] {
    const { messages, topic, partition } = batch;
    // Nothing of it is written: its numbers are free again.
    sequences.giveBack(topic, partition, batch.firstSequence);
    if (messages.length > 1) {
      const half = Math.ceil(messages.length / 2);
      queue.head = null;
      queue.waiting.splice(0, 1, messages.slice(0, half), messages.slice(half));
      return [];
    }
    done(queue);
    const reason = cause.startsWith('INVALID') ? 'OUTPUT_REFUSED' : 'OUTPUT_TOO_LARGE';
    return messages.map((placed) => ({
      placed,
      error: new OutputError(reason, `Kafka refuses a record for ${topic}: ${cause}`),
    }));
  }

  return {
    isEmpty: () => queues.size === 0,
    heads: () => [...queues.values()].map(headOf),
    settle(batch, outcome) {
      const queue = queues.get(keyOf(batch.topic, batch.partition));
      if (queue?.head !== batch) {
        throw new PipelineError('INTERNAL', `settling a batch of ${batch.topic} that is not in flight`);
      }
      switch (outcome.kind) {
        case 'acknowledged':
          done(queue);
          return [];
        case 'again':
          return [];
        case 'again-as-another':
          // Whatever is not acknowledged needs numbers of the new id.
          sequences.forget();
          queues.forEach((each) => (each.head = null));
          return [];
        case 'refused':
          return refuse(queue, batch, outcome.cause);
        case 'impossible':
          throw new PipelineError('PRODUCE_FAILED', `producing to ${batch.topic}: ${outcome.cause}`);
      }
    },
  };
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`;
