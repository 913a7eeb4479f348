import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TOPICS } from '@tdp/contracts';
import { fetchConnect, createProgress, serviceCommand, withDatabase } from '@tdp/local-stack';
import type { IndexDescription } from 'mongodb';
import { freePort } from '@tdp/testing';
import type { Cluster } from '../cluster/cluster';
import type { Bench } from './bench';
import { baseEnv, profiling, type Attempt, type Contestant } from './contestant';
import { JSON_TOPIC, produceAsJson } from './posts';

const countStored = ({ name, cluster }: Attempt): Promise<number> =>
  cluster.observer.db.client.db(name).collection('tweets').estimatedDocumentCount();

/** mongo-sink as it is shipped: its bundle, its flags, its settings' defaults. */
const MONGO_SINK: Contestant = {
  label: 'mongo-sink',
  done: countStored,
  async start({ name, cluster, repo, profileDir }) {
    const { stack } = cluster;
    await leaveOutProfiles(cluster, name);
    const env = {
      ...baseEnv(),
      KAFKA_BROKERS: stack.kafkaBrokers,
      SCHEMA_REGISTRY_URL: stack.schemaRegistryUrl,
      MONGODB_URI: withDatabase(stack.mongodbUri, name),
      MONGO_SINK_GROUP_ID: name,
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: String(await freePort()),
    };
    return await stack.supervisor.start({
      name,
      ...serviceCommand({ repo, service: 'mongo-sink', env }, profiling(profileDir)),
    });
  },
};

/** The peer does not write profiles: for this group the topic has been read already. */
async function leaveOutProfiles({ observer }: Cluster, groupId: string): Promise<void> {
  const admin = observer.kafka.kafka.admin();
  await admin.connect();
  await admin.resetOffsets({ groupId, topic: 'profiles-raw', earliest: false });
  await admin.disconnect();
}

const CONNECTOR = 'com.mongodb.kafka.connect';

/**
 * Kafka Connect, one worker, with MongoDB's sink connector, told to do what mongo-sink does: replace-or-insert by
 * id in unordered bulks of a thousand, a task for each partition. Java's own defaults for memory.
 */
const KAFKA_CONNECT: Contestant = {
  label: 'Kafka Connect',
  done: countStored,
  async start({ name, cluster, dir }) {
    const { stack } = cluster;
    const { javaHome, connectJars } = await fetchConnect({
      env: process.env,
      progress: createProgress({ write: () => undefined }),
    });
    const files = path.join(dir, name);
    mkdirSync(files, { recursive: true });
    const worker = path.join(files, 'worker.properties');
    const connector = path.join(files, 'connector.properties');
    writeProperties(worker, {
      'bootstrap.servers': stack.kafkaBrokers,
      'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
      'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'value.converter.schemas.enable': 'false',
      'offset.storage.file.filename': path.join(files, 'offsets'),
      'connector.client.config.override.policy': 'All',
      'plugin.discovery': 'only_scan',
      listeners: `http://127.0.0.1:${await freePort()}`,
    });
    writeProperties(connector, {
      name,
      'connector.class': `${CONNECTOR}.MongoSinkConnector`,
      'tasks.max': '6',
      topics: JSON_TOPIC,
      'connection.uri': stack.mongodbUri,
      database: name,
      collection: 'tweets',
      'document.id.strategy': `${CONNECTOR}.sink.processor.id.strategy.ProvidedInValueStrategy`,
      'writemodel.strategy': `${CONNECTOR}.sink.writemodel.strategy.ReplaceOneDefaultStrategy`,
      'bulk.write.ordered': 'false',
      'max.batch.size': '1000',
      'consumer.override.max.poll.records': '1000',
      'consumer.override.auto.offset.reset': 'earliest',
    });
    await createIndexes(cluster, name);
    return await stack.supervisor.start({
      name,
      command: path.join(javaHome, 'bin/java'),
      args: [
        ...['-cp', path.join(connectJars, '*'), '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'],
        ...['org.apache.kafka.connect.cli.ConnectStandalone', worker, connector],
      ],
      env: baseEnv(),
    });
  },
};

/** mongo-sink makes its indexes itself; the peer gets the same. */
async function createIndexes({ observer }: Cluster, database: string): Promise<void> {
  const indexes = await observer.db.collection('tweets').indexes();
  const specifications = indexes
    .filter(({ name }) => name !== '_id_')
    .map(({ v: _version, ...specification }) => specification as IndexDescription);
  await observer.db.client.db(database).collection('tweets').createIndexes(specifications);
}

function writeProperties(file: string, properties: Readonly<Record<string, string>>): void {
  writeFileSync(
    file,
    Object.entries(properties)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  );
}

/** `npm run bench:sink`. */
export const SINK_BENCH: Bench = {
  ours: MONGO_SINK,
  peer: KAFKA_CONNECT,
  words: { unit: 'documents', server: 'mongodb' },
  prepare: (cluster) => produceAsJson(cluster, TOPICS['tweets-enriched'].partitions),
};
