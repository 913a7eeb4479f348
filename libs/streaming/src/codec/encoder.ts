import type { Type } from 'avsc';
import type { RecordTopicName } from '@tdp/contracts';
import { errorMessage, PipelineError } from '@tdp/service';
import { OutputError } from '../errors';
import { findEmbedding, type Embedding } from './embedding';
import type { SchemaOf } from './record-types';
import { HEADER_BYTES, writeHeader } from './wire-format';

/** Writes records in the wire format. */
export interface Encoder {
  /** Takes these ids for our versions of the topics' schemas. */
  prepare(ids: ReadonlyMap<RecordTopicName, number>): void;
  /** The id our version of the topic's schema has; undefined until prepared. */
  idOf(topic: RecordTopicName): number | undefined;
  /** Whether another topic's records begin with a record of this one. */
  isEmbedded(topic: RecordTopicName): boolean;
  encode(topic: RecordTopicName, record: object): Buffer;
}

export interface EncoderDeps {
  readonly schemaOf: SchemaOf;
  readonly recordType: (topic: RecordTopicName) => Type;
  /** The bytes of a record that was decoded from exactly our version; undefined for any other. */
  readonly bodyOf: (record: object) => Buffer | undefined;
}

const INITIAL_SCRATCH_BYTES = 64 * 1024;

export function createEncoder({ schemaOf, recordType, bodyOf }: EncoderDeps): Encoder {
  const writerIds = new Map<RecordTopicName, number>();
  const embeddings = new Map<RecordTopicName, Embedding>();
  const embedded = new Set<RecordTopicName>();
  // One buffer that is copied from: avsc's toBuffer encodes a record twice when it is larger than 1 KiB.
  let scratch = Buffer.allocUnsafe(INITIAL_SCRATCH_BYTES);

  /** Writes after the header. Returns the end; less than 0 says by how many bytes the buffer is too small. */
  function write(topic: RecordTopicName, record: object): number {
    const embedding = embeddings.get(topic);
    const inner = embedding && (record as Readonly<Record<string, unknown>>)[embedding.field];
    const body = typeof inner === 'object' && inner !== null ? bodyOf(inner) : undefined;
    if (embedding === undefined || body === undefined) {
      return recordType(topic).encode(record, scratch, HEADER_BYTES);
    }
    const start = HEADER_BYTES + body.length;
    if (start > scratch.length) {
      return scratch.length - start;
    }
    body.copy(scratch, HEADER_BYTES);
    return embedding.rest.encode(record, scratch, start);
  }

  return {
    prepare(ids) {
      for (const [topic, id] of ids) {
        writerIds.set(topic, id);
        for (const inner of ids.keys()) {
          const embedding = findEmbedding(schemaOf(topic), schemaOf(inner));
          if (embedding !== null) {
            embeddings.set(topic, embedding);
            embedded.add(inner);
          }
        }
      }
    },
    idOf: (topic) => writerIds.get(topic),
    isEmbedded: (topic) => embedded.has(topic),
    encode(topic, record) {
      const id = writerIds.get(topic);
      if (id === undefined) {
        throw new PipelineError(
          'INTERNAL',
          `encoding for ${topic}: the codec was not prepared for this topic`,
        );
      }
      try {
        let end = write(topic, record);
        if (end < 0) {
          scratch = Buffer.allocUnsafe(2 * (scratch.length - end));
          end = write(topic, record);
        }
        writeHeader(scratch, id);
        return Buffer.from(scratch.subarray(0, end));
      } catch (error) {
        throw invalidRecord(topic, recordType(topic), record, error);
      }
    },
  };
}

function invalidRecord(topic: RecordTopicName, type: Type, record: object, cause: unknown): OutputError {
  const paths: string[] = [];
  type.isValid(record, { errorHook: (path) => paths.push(path.join('.')) });
  const where = paths.length > 0 ? ` at ${paths.slice(0, 5).join(', ')}` : `: ${errorMessage(cause)}`;
  return new OutputError('OUTPUT_INVALID', `a record for ${topic} does not fit its schema${where}`, {
    cause,
  });
}
