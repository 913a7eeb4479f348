import type { Cluster, ProducerId } from '../kafka/cluster';

/**
 * Who this producer is to the brokers, and how many records it has sent to each partition: what
 * lets a broker tell a repeated batch from a new one.
 */
export interface Sequences {
  /** Asks for an id if there is none. @throws kafkajs' error */
  identify(cluster: Cluster): Promise<ProducerId>;
  /** Takes numbers for so many records of a partition; returns the first one. */
  take(topic: string, partition: number, records: number): number;
  /** Takes numbers back, from this one on: what had them was not written. */
  giveBack(topic: string, partition: number, first: number): void;
  /** Starts over under another id: whatever is not acknowledged needs new numbers. */
  forget(): void;
}

/** Sequence numbers are 31 bits wide; after the last comes 0. */
const SEQUENCE_NUMBERS = 2 ** 31;
/** For transactions only, which are not used; the request wants it. */
const TRANSACTION_TIMEOUT_MS = 60_000;

export function createSequences(): Sequences {
  let identity: ProducerId | null = null;
  const next = new Map<string, number>();
  return {
    async identify(cluster) {
      if (identity === null) {
        const broker = await cluster.findControllerBroker();
        const { producerId, producerEpoch } = await broker.initProducerId({
          transactionTimeout: TRANSACTION_TIMEOUT_MS,
        });
        identity = { producerId, producerEpoch };
      }
      return identity;
    },
    take(topic, partition, records) {
      const key = `${topic}/${partition}`;
      const first = next.get(key) ?? 0;
      next.set(key, (first + records) % SEQUENCE_NUMBERS);
      return first;
    },
    giveBack(topic, partition, first) {
      next.set(`${topic}/${partition}`, first);
    },
    forget() {
      identity = null;
      next.clear();
    },
  };
}
