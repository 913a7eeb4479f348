import { TOPICS, type RecordTopicName } from '@tdp/contracts';
import type { Clock } from '@tdp/service';
import { createDecoders } from './decoders';
import { createEncoder } from './encoder';
import { contractSchemaOf, createRecordTypes, type SchemaOf } from './record-types';
import { createRegistryClient, type RegistryClient } from './registry-client';
import type { RegistryConnection } from './registry-http';

/** Turns records into bytes of the Confluent wire format and back, one schema per topic. */
export interface Codec {
  /**
   * Looks up the schema id of our version for each topic; call before encode.
   * @throws PipelineError SUBJECT_MISSING, SCHEMA_MISMATCH, REGISTRY_UNAUTHORIZED (terminal),
   *   REGISTRY_UNAVAILABLE (retriable)
   */
  prepare(topics: readonly RecordTopicName[]): Promise<void>;
  /**
   * Encodes a record of the topic's type. A record that this codec decoded must not have been
   * changed since: where it is passed on inside another, its bytes are copied (ADR 0007).
   * @throws OutputError naming the invalid fields
   */
  encode(topic: RecordTopicName, record: object): Buffer;
  /**
   * Fetches what decoding these values needs, so that decode itself never waits.
   * @throws PipelineError REGISTRY_UNAVAILABLE (retriable); SCHEMA_NEWER (retriable) when a value was
   *   written with fields that our version lacks: decoding would drop them (ADR 0015)
   */
  load(topic: RecordTopicName, values: readonly Buffer[]): Promise<void>;
  /** Decodes a value into our version of the topic's record. @throws DecodeError with the reason */
  decode(topic: RecordTopicName, value: Buffer): object;
}

export interface CodecOptions {
  /** Base URL of a Confluent-compatible registry. */
  readonly registryUrl: string;
  /** Its login and certificates; default: none. */
  readonly registryAccess?: RegistryConnection['access'];
  readonly onCertificate?: RegistryConnection['onCertificate'];
  readonly topicPrefix?: string;
  readonly clock: Clock;
  /** Replaces the HTTP client, for tests of the codec alone. */
  readonly registry?: Pick<RegistryClient, 'idOf' | 'writerType'>;
  /** Replaces the contracts' newest versions, for tests of versions to come. */
  readonly schemaOf?: SchemaOf;
}

/** Creates the codec. Does no IO until prepare or load. */
export function createCodec(options: CodecOptions): Codec {
  const { clock, topicPrefix = '', schemaOf = contractSchemaOf } = options;
  const registry =
    options.registry ??
    createRegistryClient({
      url: options.registryUrl,
      onCertificate: options.onCertificate,
      ...(options.registryAccess && { access: options.registryAccess }),
    });
  const recordType = createRecordTypes(schemaOf);
  /** Of decoded records that may be passed on inside another: their bytes, in exactly the version we write. */
  const bodies = new WeakMap<object, Buffer>();
  const encoder = createEncoder({ schemaOf, recordType, bodyOf: (record) => bodies.get(record) });
  const decoders = createDecoders({
    registry,
    clock,
    recordType,
    onDecoded(topic, id, record, body) {
      if (encoder.isEmbedded(topic) && encoder.idOf(topic) === id) {
        bodies.set(record, body);
      }
    },
  });
  return {
    async prepare(topics) {
      const ids = new Map<RecordTopicName, number>();
      for (const topic of topics) {
        const subject = topicPrefix + TOPICS[topic].subject;
        ids.set(topic, await registry.idOf(subject, schemaOf(topic)));
      }
      encoder.prepare(ids);
    },
    encode: (topic, record) => encoder.encode(topic, record),
    load: (topic, values) => decoders.load(topic, values),
    decode: (topic, value) => decoders.decode(topic, value),
  };
}
