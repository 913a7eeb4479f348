import type { Broker, Cluster as KafkaJsCluster, Message } from 'kafkajs';
import { PipelineError } from '@tdp/service';
import type { KafkaClient } from './kafka-client';

/*
 * The part of kafkajs below its producer: who leads which partition, and a way to send a request
 * to that broker. kafkajs has no public way to it; the version is pinned, and createCluster says
 * so when what it needs is gone (ADR 0009).
 */

/** The brokers and what they say about topics. */
export interface Cluster {
  isConnected(): boolean;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  /** Loads what is not known yet of these topics. */
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  /** Empty while nothing is known of the topic. */
  findTopicPartitionMetadata(topic: string): readonly PartitionLeader[];
  /** A connected broker. */
  findBroker(node: { readonly nodeId: string }): Promise<ClusterBroker>;
  findControllerBroker(): Promise<ClusterBroker>;
}

export interface PartitionLeader {
  readonly partitionId: number;
  /** Node id; -1 while there is none. */
  readonly leader: number;
}

/** A broker, with what kafkajs' types leave out. */
export interface ClusterBroker extends Pick<Broker, 'disconnect'> {
  /** host:port */
  readonly brokerAddress: string;
  lookupRequest(apiKey: number, versions: unknown): (args: ProduceArguments) => ProtocolRequest;
  readonly connectionPool: { send(request: ProtocolRequest): Promise<ProduceAnswer> };
  initProducerId(args: { readonly transactionTimeout: number }): Promise<ProducerId>;
}

export interface ProducerId {
  readonly producerId: unknown;
  readonly producerEpoch: number;
}

export interface ProduceArguments extends ProducerId {
  readonly acks: number;
  readonly timeout: number;
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly firstSequence: number;
      readonly messages: readonly Message[];
    }[];
  }[];
}

export interface ProtocolRequest {
  readonly request: unknown;
  /** Longest wait for the answer, ms. */
  readonly requestTimeout?: number;
  readonly response: {
    readonly decode: unknown;
    readonly parse: (answer: ProduceAnswer) => unknown;
  };
}

/** One error code for each partition; 0 is an acknowledgement. */
export interface ProduceAnswer {
  readonly topics: readonly {
    readonly topicName: string;
    readonly partitions: readonly { readonly partition: number; readonly errorCode: number }[];
  }[];
}

/** An error of Kafka's protocol as kafkajs names it. */
export interface ProtocolErrorKind {
  /** E.g. NOT_LEADER_FOR_PARTITION. */
  readonly type: string;
  readonly message: string;
}

/* eslint-disable @typescript-eslint/no-require-imports -- kafkajs exports none of these */
const { requests } = require('kafkajs/src/protocol/requests') as { readonly requests: { Produce: unknown } };
const apiKeys = require('kafkajs/src/protocol/requests/apiKeys') as { readonly Produce: number };
const { createErrorFromCode } = require('kafkajs/src/protocol/error') as {
  readonly createErrorFromCode: (code: number) => ProtocolErrorKind;
};
/* eslint-enable @typescript-eslint/no-require-imports */

const METADATA_MAX_AGE_MS = 60_000;

interface ClusterFactory {
  (options: { metadataMaxAge: number; allowAutoTopicCreation: boolean }): KafkaJsCluster;
}

/** A cluster of its own: its connections are shared with nobody. Does no IO until connect. */
export function createCluster({ impatient }: Pick<KafkaClient, 'impatient'>): Cluster {
  const key = Object.getOwnPropertySymbols(impatient).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const create = key && (impatient as unknown as Readonly<Record<symbol, ClusterFactory>>)[key];
  if (create === undefined) {
    throw new PipelineError('INTERNAL', 'creating a Kafka cluster: this kafkajs is not the pinned version');
  }
  return create({
    metadataMaxAge: METADATA_MAX_AGE_MS,
    allowAutoTopicCreation: false,
  }) as unknown as Cluster;
}

/**
 * Sends one produce request and returns what the broker says of each partition. kafkajs' own
 * produce() throws the first partition's error, and with it what was acknowledged beside it.
 */
export async function produceTo(
  broker: ClusterBroker,
  args: ProduceArguments,
  requestTimeout: number,
): Promise<ProduceAnswer> {
  const { request, response } = broker.lookupRequest(apiKeys.Produce, requests.Produce)(args);
  return broker.connectionPool.send({
    request,
    requestTimeout,
    response: { decode: response.decode, parse: (answer) => answer },
  });
}

/** What an error code of a partition means. */
export const protocolError = (code: number): ProtocolErrorKind => createErrorFromCode(code);
