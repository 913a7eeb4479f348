import { PipelineError } from '@tdp/service';
import { createCluster, protocolError } from './cluster';
import type { KafkaClient } from './kafka-client';

/*
 * Questions and orders that kafkajs' admin has no way for: the state of some topics whatever else is
 * wrong with the cluster, and changes of topic settings that leave the others alone (ADR 0012).
 */

/** A topic as a broker describes it. */
export interface DescribedTopic {
  readonly name: string;
  /** 0, or the number of a protocol error: 3 = there is no such topic. */
  readonly errorCode: number;
  readonly partitions: readonly {
    readonly partitionId: number;
    /** Node id; -1 while there is none. */
    readonly leader: number;
    readonly replicas: readonly number[];
  }[];
}

/** A topic's setting. */
export interface TopicSetting {
  readonly value: string;
  /** Whether the topic has it of its own; otherwise it is the brokers'. */
  readonly isOwn: boolean;
}

/** Settings to be changed, by topic. */
export type SettingChanges = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** One connected broker. */
export interface BrokerSession {
  /** How many brokers the cluster has, and what this one knows of these topics, absent ones too. */
  describe(topics: readonly string[]): Promise<{
    readonly brokers: number;
    readonly topics: readonly DescribedTopic[];
  }>;
  /** Settings of existing topics. */
  settings(topics: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, TopicSetting>>>;
  /** Changes these settings and no others. */
  change(changes: SettingChanges): Promise<void>;
}

interface SeedBroker {
  readonly versions: Readonly<Record<number, { readonly maxVersion: number } | undefined>>;
  lookupRequest(apiKey: number, versions: unknown): (args: object) => ProtocolRequest;
  readonly connectionPool: { send(request: ProtocolRequest): Promise<unknown> };
  describeConfigs(args: object): Promise<{ readonly resources: readonly DescribedResource[] }>;
}

interface ProtocolRequest {
  readonly request: unknown;
  readonly response: { readonly decode: unknown; readonly parse: unknown };
}

interface DescribedResource {
  readonly resourceName: string;
  readonly configEntries: readonly {
    readonly configName: string;
    readonly configValue: string;
    readonly configSource: number;
  }[];
}

interface MetadataAnswer {
  readonly brokers: readonly unknown[];
  readonly topicMetadata: readonly {
    readonly topicErrorCode: number;
    readonly topic: string;
    readonly partitionMetadata: DescribedTopic['partitions'];
  }[];
}

interface EncoderLike {
  writeInt8(value: number): EncoderLike;
  writeString(value: string): EncoderLike;
  writeBoolean(value: boolean): EncoderLike;
  writeArray(items: readonly EncoderLike[]): EncoderLike;
}

interface DecoderLike {
  readInt8(): number;
  readInt16(): number;
  readInt32(): number;
  readString(): string;
  readArray<T>(read: (decoder: DecoderLike) => T): readonly T[];
}

/* eslint-disable @typescript-eslint/no-require-imports -- kafkajs exports none of these */
const Encoder = require('kafkajs/src/protocol/encoder') as new () => EncoderLike;
const Decoder = require('kafkajs/src/protocol/decoder') as new (data: Buffer) => DecoderLike;
const { requests } = require('kafkajs/src/protocol/requests') as { readonly requests: { Metadata: unknown } };
const { Metadata: METADATA } = require('kafkajs/src/protocol/requests/apiKeys') as { Metadata: number };
/* eslint-enable @typescript-eslint/no-require-imports */

const INCREMENTAL_ALTER_CONFIGS = 44;
const TOPIC_RESOURCE = 2;
const TOPICS_OWN = 1;
const OPERATION_SET = 0;

/** Connects to the first broker that answers, for one piece of work. */
export async function withBroker<T>(
  client: Pick<KafkaClient, 'impatient'>,
  work: (broker: BrokerSession) => Promise<T>,
): Promise<T> {
  const cluster = createCluster(client);
  try {
    await cluster.connect();
    // Not a broker of the metadata: that is refused as a whole while any topic, of anybody, has no leader.
    const { seedBroker } = (
      cluster as unknown as { readonly brokerPool: { readonly seedBroker: SeedBroker } }
    ).brokerPool;
    return await work(createSession(seedBroker));
  } finally {
    await cluster.disconnect().catch(() => undefined);
  }
}

function createSession(broker: SeedBroker): BrokerSession {
  return {
    async describe(names) {
      const lookedUp = broker.lookupRequest(METADATA, requests.Metadata);
      const { request, response } = lookedUp({ topics: names, allowAutoTopicCreation: false });
      // kafkajs' own reading throws the first topic's error, and with it what is said of the others.
      const raw = { decode: response.decode, parse: (answer: unknown) => answer };
      const answer = (await broker.connectionPool.send({ request, response: raw })) as MetadataAnswer;
      const topics = answer.topicMetadata.map(({ topic, topicErrorCode, partitionMetadata }) => ({
        name: topic,
        errorCode: topicErrorCode,
        partitions: partitionMetadata,
      }));
      return { brokers: answer.brokers.length, topics };
    },
    async settings(topics) {
      if (topics.length === 0) {
        return new Map();
      }
      const { resources } = await broker.describeConfigs({
        includeSynonyms: false,
        resources: topics.map((name) => ({ type: TOPIC_RESOURCE, name })),
      });
      return new Map(
        resources.map(({ resourceName, configEntries }) => [
          resourceName,
          new Map(
            configEntries.map(({ configName, configValue, configSource }) => [
              configName,
              { value: configValue, isOwn: configSource === TOPICS_OWN },
            ]),
          ),
        ]),
      );
    },
    async change(changes) {
      if (broker.versions[INCREMENTAL_ALTER_CONFIGS] === undefined) {
        throw new PipelineError(
          'KAFKA_UNAVAILABLE',
          'changing topic settings: this needs Kafka 2.3 or newer',
        );
      }
      await broker.connectionPool.send(incrementalAlterConfigs(changes));
    },
  };
}

/**
 * IncrementalAlterConfigs, version 0:
 * [resource_type resource_name [name operation value]] validate_only
 */
function incrementalAlterConfigs(changes: SettingChanges): ProtocolRequest {
  const setting = ([name, value]: readonly [string, string]): EncoderLike =>
    new Encoder().writeString(name).writeInt8(OPERATION_SET).writeString(value);
  const resource = ([topic, settings]: readonly [string, Readonly<Record<string, string>>]): EncoderLike =>
    new Encoder()
      .writeInt8(TOPIC_RESOURCE)
      .writeString(topic)
      .writeArray(Object.entries(settings).map(setting));
  const encode = (): Promise<EncoderLike> =>
    Promise.resolve(new Encoder().writeArray([...changes].map(resource)).writeBoolean(false));
  return {
    request: {
      apiKey: INCREMENTAL_ALTER_CONFIGS,
      apiVersion: 0,
      apiName: 'IncrementalAlterConfigs',
      encode,
    },
    response: { decode: decodeAltered, parse: throwFirstRefusal },
  };
}

interface Altered {
  readonly errorCode: number;
  readonly message: string | null;
  readonly topic: string;
}

/** throttle_time_ms [error_code error_message resource_type resource_name] */
function decodeAltered(data: Buffer): Promise<readonly Altered[]> {
  const decoder = new Decoder(data);
  decoder.readInt32();
  return Promise.resolve(
    decoder.readArray((resource) => {
      const errorCode = resource.readInt16();
      const message = resource.readString();
      resource.readInt8();
      return { errorCode, message, topic: resource.readString() };
    }),
  );
}

function throwFirstRefusal(altered: readonly Altered[]): readonly Altered[] {
  const refused = altered.find(({ errorCode }) => errorCode !== 0);
  if (refused !== undefined) {
    const error = protocolError(refused.errorCode) as unknown as Error;
    error.message = `${refused.topic}: ${refused.message ?? error.message}`;
    throw error;
  }
  return altered;
}
