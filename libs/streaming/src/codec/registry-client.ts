import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import type { Type } from 'avsc';
import type { AvroSchema } from '@tdp/contracts';
import { PipelineError, type Clock } from '@tdp/service';
import { useFetchForRegistry } from './registry-http';

const TIMEOUT_MS = 10_000;

/** The lookups our services need from a Confluent-compatible schema registry. */
export interface RegistryClient {
  /** The writer schema of an id; null when the registry does not know it. @throws REGISTRY_UNAVAILABLE (retriable) */
  writerType(id: number): Promise<Type | null>;
  /** The id under which a schema is registered for a subject. @throws SUBJECT_MISSING, SCHEMA_MISMATCH, REGISTRY_UNAVAILABLE */
  idOf(subject: string, schema: AvroSchema): Promise<number>;
}

/** Creates a client for a registry, e.g. http://registry:8081/apis/ccompat/v7. Does no IO. */
export function createRegistryClient(registryUrl: string, clock: Clock): RegistryClient {
  const within = <T>(work: Promise<T>, what: string): Promise<T> => bounded(work, what, clock);
  useFetchForRegistry();
  const registry = new SchemaRegistry({ host: registryUrl, retry: { retries: 2 } });
  return {
    async writerType(id) {
      try {
        return (await within(registry.getSchema(id), `schema id ${id}`)) as unknown as Type;
      } catch (error) {
        if (statusOf(error) === 404) {
          return null;
        }
        throw unavailable(`looking up schema id ${id}`, error);
      }
    },
    async idOf(subject, schema) {
      const plain = schema as unknown as Parameters<SchemaRegistry['getRegistryIdBySchema']>[1];
      try {
        return await within(registry.getRegistryIdBySchema(subject, plain), subject);
      } catch (error) {
        if (isNotFound(error)) {
          const subjectExists = await within(registry.getLatestSchemaId(subject), subject).then(
            () => true,
            () => false,
          );
          throw missing(subject, subjectExists, error);
        }
        throw unavailable(`looking up subject ${subject}`, error);
      }
    },
  };
}

function missing(subject: string, subjectExists: boolean, cause: unknown): PipelineError {
  return subjectExists
    ? new PipelineError(
        'SCHEMA_MISMATCH',
        `looking up our schema under subject ${subject}: the subject exists without this version; run the kafka-deploy job of this release`,
        { cause },
      )
    : new PipelineError(
        'SUBJECT_MISSING',
        `looking up subject ${subject}: the schema registry does not have it; run the kafka-deploy job first`,
        { cause },
      );
}

/** The registry client sets no timeout of its own; a hung registry must not hang a batch. */
async function bounded<T>(work: Promise<T>, what: string, clock: Clock): Promise<T> {
  const answered = new AbortController();
  const timeout = clock.sleep(TIMEOUT_MS, answered.signal).then(() => {
    throw new Error(`the schema registry did not answer for ${what} within ${TIMEOUT_MS / 1_000} s`);
  });
  // The sleep rejects when it is cut short below; only the race's outcome matters.
  timeout.catch(() => undefined);
  try {
    return await Promise.race([work, timeout]);
  } finally {
    answered.abort();
  }
}

function unavailable(doing: string, cause: unknown): PipelineError {
  return new PipelineError('REGISTRY_UNAVAILABLE', doing, { cause, retriable: true });
}

function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) {
    return undefined;
  }
  return 'status' in error && typeof error.status === 'number' ? error.status : undefined;
}

/** getRegistryIdBySchema hides the 404 in an error that carries only the answer's text. */
function isNotFound(error: unknown): boolean {
  return (
    statusOf(error) === 404 ||
    (error instanceof Error && error.constructor.name === 'ConfluentSchemaRegistryError')
  );
}
