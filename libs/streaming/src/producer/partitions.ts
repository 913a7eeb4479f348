import { Partitioners, type ICustomPartitioner, type Message, type PartitionMetadata } from 'kafkajs';

/** Knows the partition of a record before kafkajs sends it: a batch is bounded for each partition. */
export interface Partitions {
  /** For kafkajs, from whose calls it learns a topic's partitions. */
  readonly createPartitioner: ICustomPartitioner;
  /** The partition a message goes to; null until the first one to its topic was sent. */
  partitionOf(topic: string, message: Message): number | null;
}

/** Chooses as the Java client does: a key goes to the same partition whoever produces it. */
export function createPartitions(): Partitions {
  const known = new Map<string, PartitionMetadata[]>();
  const choose = Partitioners.DefaultPartitioner();
  return {
    createPartitioner: () => (args) => {
      known.set(args.topic, args.partitionMetadata);
      return args.message.partition ?? choose(args);
    },
    partitionOf(topic, message) {
      const partitionMetadata = known.get(topic);
      return partitionMetadata === undefined ? null : choose({ topic, partitionMetadata, message });
    },
  };
}
