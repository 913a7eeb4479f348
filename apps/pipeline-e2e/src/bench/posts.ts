import { SIMULATOR } from '@tdp/local-stack';
import { startCluster, type Cluster } from '../cluster/cluster';
import { flow, settle } from '../cluster/settle';

export interface PostsOptions {
  readonly repo: string;
  readonly dir: string;
  readonly count: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Every post is one record and one document: edits and profiles are work that the peer does not do. */
const ONLY_POSTS = { X_SIMULATOR_EDIT_SHARE: '0', X_SIMULATOR_PROFILE_CHANGE_SHARE: '0' };
const RATE = 6_000;

/**
 * Servers with topics full of posts, as simulator, ingester and enricher make them, and with the documents that the
 * sink makes of them. The services are stopped again; the servers run on.
 */
export async function fillWithPosts({ count, say, ...options }: PostsOptions): Promise<Cluster> {
  const shape = { brokers: 1, mongods: 1, replicas: 1, serviceEnv: { [SIMULATOR]: ONLY_POSTS } } as const;
  const cluster = await startCluster({ ...options, shape, rate: RATE, say });
  try {
    say(`filling the topics with ${count} posts`);
    await flow(cluster, count, options.signal);
    const { account } = await settle(cluster, { signal: options.signal });
    if (account.lost.length > 0) {
      throw new Error(`${account.lost.length} posts are lost: no ground to measure on`);
    }
    await cluster.services.stop();
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** The topic that the peer reads; as many partitions as tweets-enriched. */
export const JSON_TOPIC = 'bench-json';
/** A chunk stays below what a broker takes at once, even if all of it falls to one partition. */
const CHUNK_BYTES = 900_000;

/**
 * Produces each document as JSON, keyed by its id; instants as milliseconds, because JSON has none.
 * Answers with how many.
 */
export async function produceAsJson(
  { observer }: Pick<Cluster, 'observer'>,
  partitions: number,
): Promise<number> {
  const { kafka } = observer.kafka;
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: [{ topic: JSON_TOPIC, numPartitions: partitions, replicationFactor: 1 }],
  });
  await admin.disconnect();
  const producer = kafka.producer();
  await producer.connect();
  let count = 0;
  let chunk: { key: string; value: string }[] = [];
  let chunkBytes = 0;
  const send = async (): Promise<void> => {
    await producer.send({ topic: JSON_TOPIC, messages: chunk });
    chunk = [];
    chunkBytes = 0;
  };
  for await (const document of observer.db.collection('tweets').find()) {
    const value = JSON.stringify(document, function (this: Record<string, unknown>, key, plain: unknown) {
      const original = this[key];
      return original instanceof Date ? original.getTime() : plain;
    });
    const size = Buffer.byteLength(value);
    if (chunkBytes + size > CHUNK_BYTES) {
      await send();
    }
    chunk.push({ key: String(document._id), value });
    chunkBytes += size;
    count += 1;
  }
  if (chunk.length > 0) {
    await send();
  }
  await producer.disconnect();
  return count;
}
