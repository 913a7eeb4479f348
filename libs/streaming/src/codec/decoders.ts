import type { Type } from 'avsc';
import type { RecordTopicName } from '@tdp/contracts';
import { type Clock, errorMessage, PipelineError } from '@tdp/service';
import { DecodeError } from '../errors';
import { findNewFields } from './new-fields';
import type { RegistryClient } from './registry-client';
import { HEADER_BYTES, readSchemaId } from './wire-format';

/** Reads values of the wire format: one resolver per topic and writer schema, built once (ADR 0001). */
export interface Decoders {
  /**
   * Fetches the writer schemas of these values that are not known yet.
   * @throws PipelineError SCHEMA_NEWER where one of them has fields that ours lacks
   */
  load(topic: RecordTopicName, values: readonly Buffer[]): Promise<void>;
  decode(topic: RecordTopicName, value: Buffer): object;
}

export interface DecodersDeps {
  readonly registry: Pick<RegistryClient, 'writerType'>;
  readonly clock: Clock;
  readonly recordType: (topic: RecordTopicName) => Type;
  /** Told of each record, with the id of its writer schema and its bytes. */
  readonly onDecoded: (topic: RecordTopicName, id: number, record: object, body: Buffer) => void;
}

type Resolver = ReturnType<Type['createResolver']>;
/** An error: values of this writer schema are never (DecodeError) or not by this process (PipelineError) read. */
type Decoder = { readonly type: Type; readonly resolver: Resolver } | DecodeError | PipelineError;

/** How long an id the registry did not know is not asked for again. */
const UNKNOWN_ID_TTL_MS = 60_000;

export function createDecoders({ registry, clock, recordType, onDecoded }: DecodersDeps): Decoders {
  const decoders = new Map<string, Decoder>();
  const unknownIds = new Map<number, number>();

  async function loadDecoder(topic: RecordTopicName, id: number): Promise<void> {
    const unknownUntil = unknownIds.get(id);
    if (unknownUntil !== undefined && clock.now() < unknownUntil) {
      return;
    }
    const writer = await registry.writerType(id);
    if (writer === null) {
      unknownIds.set(id, clock.now() + UNKNOWN_ID_TTL_MS);
      return;
    }
    unknownIds.delete(id);
    const decoder =
      writer instanceof DecodeError ? writer : createDecoder(recordType(topic), writer, id, topic);
    decoders.set(decoderKey(topic, id), decoder);
  }

  return {
    async load(topic, values) {
      const ids = new Set<number>();
      for (const value of values) {
        const id = readSchemaId(value);
        if (typeof id === 'number') {
          ids.add(id);
        }
      }
      const missing = [...ids].filter((id) => !decoders.has(decoderKey(topic, id)));
      await Promise.all(missing.map((id) => loadDecoder(topic, id)));
      for (const id of ids) {
        const decoder = decoders.get(decoderKey(topic, id));
        if (decoder instanceof PipelineError) {
          throw decoder;
        }
      }
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
      if (decoder instanceof Error) {
        throw decoder;
      }
      const body = value.subarray(HEADER_BYTES);
      const record = decodeBody(decoder.type, decoder.resolver, id, body);
      onDecoded(topic, id, record, body);
      return record;
    },
  };
}

function decodeBody(type: Type, resolver: Resolver, id: number, body: Buffer): object {
  try {
    return type.fromBuffer(body, resolver) as object;
  } catch (cause) {
    const message = `the value does not decode with schema id ${id}: ${errorMessage(cause)}`;
    throw new DecodeError('UNDECODABLE', message, { cause });
  }
}

const decoderKey = (topic: RecordTopicName, id: number): string => `${topic}/${id}`;

/** Resolving the writer's schema into ours is costly and done once per writer id. */
function createDecoder(type: Type, writer: Type, id: number, topic: RecordTopicName): Decoder {
  const named = `schema id ${id} (${writer.name ?? 'unnamed'})`;
  let resolver: Resolver;
  try {
    resolver = type.createResolver(writer);
  } catch (error) {
    return new DecodeError(
      'SCHEMA_MISMATCH',
      `${named} cannot be read as the ${type.name ?? 'record'} of ${topic}: ${errorMessage(error)}`,
      { cause: error },
    );
  }
  const newFields = findNewFields(writer, type);
  return newFields.length === 0 ? { type, resolver } : newerThanOurs(topic, named, newFields);
}

/** Retriable: nothing is wrong with the record, and the version of this service that comes reads it. */
function newerThanOurs(topic: RecordTopicName, named: string, fields: readonly string[]): PipelineError {
  return new PipelineError(
    'SCHEMA_NEWER',
    `reading ${topic}: ${named} has fields that this version of the service lacks and would drop: ` +
      `${fields.join(', ')}; upgrade this service before those that write to it`,
    { retriable: true },
  );
}
