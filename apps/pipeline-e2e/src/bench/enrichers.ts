import path from 'node:path';
import { TOPICS } from '@tdp/contracts';
import { serviceCommand } from '@tdp/local-stack';
import { freePort } from '@tdp/testing';
import type { Cluster } from '../cluster/cluster';
import type { Bench } from './bench';
import { baseEnv, profiling, type Contestant } from './contestant';

const COPIES_TOPIC = 'bench-copies';

/** The enricher as it is shipped, with the sample topics. */
const ENRICHER: Contestant = {
  label: 'enricher',
  done: ({ cluster }) => countRecords(cluster, 'tweets-enriched'),
  async start({ name, cluster: { stack }, repo, profileDir }) {
    const env = {
      ...baseEnv(),
      KAFKA_BROKERS: stack.kafkaBrokers,
      SCHEMA_REGISTRY_URL: stack.schemaRegistryUrl,
      ENRICHER_GROUP_ID: name,
      ENRICHER_TOPICS_FILE: path.join(repo, 'apps/enricher/topics.yaml'),
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: String(await freePort()),
    };
    return await stack.supervisor.start({
      name,
      ...serviceCommand({ repo, service: 'enricher', env }, profiling(profileDir)),
    });
  },
};

/** kafkajs alone, which copies records unread: what is left for whoever does something to them. */
const COPIER: Contestant = {
  label: 'kafkajs copying',
  done: ({ cluster }) => countRecords(cluster, COPIES_TOPIC),
  start: ({ name, cluster: { stack }, repo }) =>
    stack.supervisor.start({
      name,
      command: process.execPath,
      args: [path.join(repo, 'tools/copy-topic.mjs'), stack.kafkaBrokers, name, 'tweets-raw', COPIES_TOPIC],
      env: baseEnv(),
    }),
};

/** `npm run bench:enricher`. */
export const ENRICHER_BENCH: Bench = {
  ours: ENRICHER,
  peer: COPIER,
  words: { unit: 'records', server: 'kafka' },
  async prepare(cluster) {
    const admin = cluster.observer.kafka.kafka.admin();
    await admin.connect();
    await admin.createTopics({
      topics: [{ topic: COPIES_TOPIC, numPartitions: TOPICS['tweets-raw'].partitions, replicationFactor: 1 }],
    });
    await admin.disconnect();
    return countRecords(cluster, 'tweets-raw');
  },
};

async function countRecords({ observer }: Cluster, topic: string): Promise<number> {
  const admin = observer.kafka.kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    return offsets.reduce((sum, { high }) => sum + Number(high), 0);
  } finally {
    await admin.disconnect();
  }
}
