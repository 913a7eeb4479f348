import { Type } from 'avsc';
import { latestSchema, TOPICS, type RecordTopicName } from '@tdp/contracts';
import type { Clock } from '@tdp/service';
import { errorMessage, PipelineError } from '@tdp/service';
import { DecodeError, OutputError } from '../errors';
import { createRegistryClient, type RegistryClient } from './registry-client';
import { HEADER_BYTES, readSchemaId, writeHeader } from './wire-format';

/** Turns records into bytes of the Confluent wire format and back, one schema per topic. */
export interface Codec {
  /**
   * Looks up the schema id of our version for each topic; call before encode.
   * @throws PipelineError SUBJECT_MISSING, SCHEMA_MISMATCH (terminal), REGISTRY_UNAVAILABLE (retriable)
   */
  prepare(topics: readonly RecordTopicName[]): Promise<void>;
  /** Encodes a record of the topic's type. @throws OutputError naming the invalid fields */
  encode(topic: RecordTopicName, record: object): Buffer;
  /**
   * Fetches what decoding these values needs, so that decode itself never waits.
   * @throws PipelineError REGISTRY_UNAVAILABLE (retriable)
   */
  load(topic: RecordTopicName, values: readonly Buffer[]): Promise<void>;
  /** Decodes a value into our version of the topic's record. @throws DecodeError with the reason */
  decode(topic: RecordTopicName, value: Buffer): object;
}

export interface CodecOptions {
  /** Base URL of a Confluent-compatible registry. */
  readonly registryUrl: string;
  readonly topicPrefix?: string;
  readonly clock: Clock;
  /** Replaces the HTTP client, for tests of the codec alone. */
  readonly registry?: RegistryClient;
}

type Resolver = ReturnType<Type['createResolver']>;
type Decoder = { readonly type: Type; readonly resolver: Resolver } | DecodeError;

/** How long an id the registry did not know is not asked for again. */
const UNKNOWN_ID_TTL_MS = 60_000;
const INITIAL_SCRATCH_BYTES = 64 * 1024;

/** Creates the codec. Does no IO until prepare or load. */
export function createCodec(options: CodecOptions): Codec {
  const registry = options.registry ?? createRegistryClient(options.registryUrl, options.clock);
  const readerTypes = new Map<RecordTopicName, Type>();
  const writerIds = new Map<RecordTopicName, number>();
  const decoders = new Map<string, Decoder>();
  const unknownIds = new Map<number, number>();
  let scratch = Buffer.allocUnsafe(INITIAL_SCRATCH_BYTES);

  function readerType(topic: RecordTopicName): Type {
    let type = readerTypes.get(topic);
    if (type === undefined) {
      const schema = schemaOf(topic) as unknown as Parameters<typeof Type.forSchema>[0];
      // A fresh options object each time: avsc keeps the names it has seen in it.
      type = Type.forSchema(schema, { omitRecordMethods: true });
      readerTypes.set(topic, type);
    }
    return type;
  }

  async function loadDecoder(topic: RecordTopicName, id: number): Promise<void> {
    const unknownUntil = unknownIds.get(id);
    if (unknownUntil !== undefined && options.clock.now() < unknownUntil) {
      return;
    }
    const writer = await registry.writerType(id);
    if (writer === null) {
      unknownIds.set(id, options.clock.now() + UNKNOWN_ID_TTL_MS);
      return;
    }
    unknownIds.delete(id);
    decoders.set(decoderKey(topic, id), createDecoder(readerType(topic), writer, id, topic));
  }

  return {
    async prepare(topics) {
      for (const topic of topics) {
        const subject = (options.topicPrefix ?? '') + String(TOPICS[topic].subject);
        writerIds.set(topic, await registry.idOf(subject, schemaOf(topic)));
        readerType(topic);
      }
    },

    encode(topic, record) {
      const id = writerIds.get(topic);
      if (id === undefined) {
        throw new PipelineError(
          'INTERNAL',
          `encoding for ${topic}: the codec was not prepared for this topic`,
        );
      }
      const type = readerType(topic);
      try {
        let end = type.encode(record, scratch, HEADER_BYTES);
        if (end < 0) {
          // avsc answers by how many bytes the buffer was too small, as a negative number.
          scratch = Buffer.allocUnsafe(2 * (scratch.length - end));
          end = type.encode(record, scratch, HEADER_BYTES);
        }
        writeHeader(scratch, id);
        return Buffer.from(scratch.subarray(0, end));
      } catch (error) {
        throw invalidRecord(topic, type, record, error);
      }
    },

    async load(topic, values) {
      const missing = new Set<number>();
      for (const value of values) {
        const id = readSchemaId(value);
        if (typeof id === 'number' && !decoders.has(decoderKey(topic, id))) {
          missing.add(id);
        }
      }
      await Promise.all([...missing].map((id) => loadDecoder(topic, id)));
    },

    decode(topic, value) {
      const id = readSchemaId(value);
      if (typeof id === 'string') {
        throw new DecodeError('BAD_WIRE_FORMAT', id);
      }
      const decoder = decoders.get(decoderKey(topic, id));
      if (decoder === undefined) {
        throw new DecodeError('UNKNOWN_SCHEMA_ID', `the schema registry does not know schema id ${id}`);
      }
      if (decoder instanceof DecodeError) {
        throw decoder;
      }
      try {
        return decoder.type.fromBuffer(value.subarray(HEADER_BYTES), decoder.resolver) as object;
      } catch (error) {
        throw new DecodeError(
          'UNDECODABLE',
          `the value does not decode with schema id ${id}: ${errorMessage(error)}`,
          {
            cause: error,
          },
        );
      }
    },
  };
}

function schemaOf(topic: RecordTopicName) {
  const { record } = TOPICS[topic];
  if (record === null) {
    throw new PipelineError('INTERNAL', `looking up the schema of ${topic}: its values are not records`);
  }
  return latestSchema(record);
}

const decoderKey = (topic: RecordTopicName, id: number): string => `${topic}/${id}`;

/** Resolving the writer's schema into ours is costly and done once per writer id. */
function createDecoder(type: Type, writer: Type, id: number, topic: RecordTopicName): Decoder {
  try {
    return { type, resolver: type.createResolver(writer) };
  } catch (error) {
    return new DecodeError(
      'SCHEMA_MISMATCH',
      `schema id ${id} (${writer.name ?? 'unnamed'}) cannot be read as the ${type.name ?? 'record'} of ${topic}: ${errorMessage(error)}`,
      { cause: error },
    );
  }
}

function invalidRecord(topic: RecordTopicName, type: Type, record: object, cause: unknown): OutputError {
  const paths: string[] = [];
  type.isValid(record, { errorHook: (path) => paths.push(path.join('.')) });
  const where = paths.length > 0 ? ` at ${paths.slice(0, 5).join(', ')}` : `: ${errorMessage(cause)}`;
  return new OutputError('OUTPUT_INVALID', `a record for ${topic} does not fit its schema${where}`, {
    cause,
  });
}
