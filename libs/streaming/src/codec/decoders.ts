import type { Type } from 'avsc';
import type { RecordTopicName } from '@tdp/contracts';
import type { Clock } from '@tdp/service';
import { errorMessage } from '@tdp/service';
import { DecodeError } from '../errors';
import type { RegistryClient } from './registry-client';
import { HEADER_BYTES, readSchemaId } from './wire-format';

/** Reads values of the wire format: one resolver per topic and writer schema, built once (ADR 0001). */
export interface Decoders {
  /** Fetches the writer schemas of these values that are not known yet. */
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
type Decoder = { readonly type: Type; readonly resolver: Resolver } | DecodeError;

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
