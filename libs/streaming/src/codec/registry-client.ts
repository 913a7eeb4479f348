import type { Type } from 'avsc';
import type { AvroSchema } from '@tdp/contracts';
import { errorMessage, PipelineError } from '@tdp/service';
import { DecodeError } from '../errors';
import { typeOf } from './record-types';
import { refusal, registryCode, registryWords, unreachable } from './registry-failure';
import { createRegistryHttp, type RegistryAnswer, type RegistryConnection } from './registry-http';

/** What we ask of a Confluent-compatible schema registry. */
export interface RegistryClient {
  /**
   * The writer schema of an id; null when the registry does not know it, a DecodeError when it is
   * none that Avro can read. Asked while records wait: whatever a person can put right is waited out.
   * @throws REGISTRY_UNAVAILABLE, REGISTRY_UNAUTHORIZED (both retriable)
   */
  writerType(id: number): Promise<Type | DecodeError | null>;
  /**
   * The id under which a schema is registered for a subject.
   * @throws SUBJECT_MISSING, SCHEMA_MISMATCH, REGISTRY_UNAUTHORIZED, REGISTRY_UNAVAILABLE (retriable while it is away)
   */
  idOf(subject: string, schema: AvroSchema): Promise<number>;
  /** The rule that a subject's versions keep; null when it has none of its own. @throws as idOf */
  compatibilityOf(subject: string): Promise<string | null>;
  /** Sets the subject's rule. @throws as idOf */
  setCompatibility(subject: string, level: string): Promise<void>;
  /** Registers a schema; one that is registered keeps its id. @throws as idOf; SCHEMA_MISMATCH with the registry's words */
  register(subject: string, schema: AvroSchema): Promise<number>;
  /** Answers when the registry does. @throws as idOf */
  ping(): Promise<void>;
}

const SUBJECT_NOT_FOUND = 40401;
const SCHEMA_NOT_FOUND = 40403;

/**
 * Creates a client for a registry. Does no IO. Without a library: none that there is lets an
 * authority be trusted, tells a refused login from an outage, and bounds its waiting (ADR 0013).
 */
export function createRegistryClient(connection: RegistryConnection): RegistryClient {
  const http = createRegistryHttp(connection);

  async function ask(
    doing: string,
    request: Parameters<typeof http.send>,
    patient = false,
  ): Promise<RegistryAnswer> {
    try {
      return await http.send(...request);
    } catch (error) {
      throw await unreachable(error, http, doing, patient);
    }
  }

  const pathOf = (subject: string): string => `/subjects/${encodeURIComponent(subject)}`;
  const bodyOf = (schema: AvroSchema) => ({ schema: JSON.stringify(schema) });

  return {
    async writerType(id) {
      const doing = `looking up schema id ${id}`;
      const answer = await ask(doing, ['GET', `/schemas/ids/${id}`], true);
      if (answer.status === 404 && registryCode(answer) !== null) {
        return null;
      }
      if (answer.status !== 200) {
        throw refusal(answer, http, doing, true);
      }
      return readType(id, answer);
    },
    async idOf(subject, schema) {
      const doing = `looking up subject ${subject}`;
      const answer = await ask(doing, ['POST', pathOf(subject), bodyOf(schema)]);
      if (answer.status === 200) {
        return idIn(answer, doing);
      }
      throw missing(answer, subject) ?? refusal(answer, http, doing);
    },
    async compatibilityOf(subject) {
      const doing = `looking up the compatibility of subject ${subject}`;
      const answer = await ask(doing, ['GET', `/config/${encodeURIComponent(subject)}`]);
      if (answer.status === 404 && registryCode(answer) !== null) {
        return null;
      }
      if (answer.status !== 200) {
        throw refusal(answer, http, doing);
      }
      return String((answer.body as { readonly compatibilityLevel?: unknown }).compatibilityLevel);
    },
    async setCompatibility(subject, compatibility) {
      const doing = `setting the compatibility of subject ${subject}`;
      const path = `/config/${encodeURIComponent(subject)}`;
      const answer = await ask(doing, ['PUT', path, { compatibility }]);
      if (answer.status !== 200) {
        throw refusal(answer, http, doing);
      }
    },
    async register(subject, schema) {
      const doing = `registering a schema under ${subject}`;
      const answer = await ask(doing, ['POST', `${pathOf(subject)}/versions`, bodyOf(schema)]);
      if (answer.status === 409 || answer.status === 422) {
        throw new PipelineError('SCHEMA_MISMATCH', `${doing}: ${registryWords(answer)}`);
      }
      if (answer.status !== 200) {
        throw refusal(answer, http, doing);
      }
      return idIn(answer, doing);
    },
    async ping() {
      const doing = 'listing subjects';
      const answer = await ask(doing, ['GET', '/subjects']);
      if (answer.status !== 200) {
        throw refusal(answer, http, doing);
      }
    },
  };
}

/** Answers when a registry does. @throws REGISTRY_UNAVAILABLE, REGISTRY_UNAUTHORIZED */
export const pingRegistry = (connection: RegistryConnection): Promise<void> =>
  createRegistryClient(connection).ping();

function readType(id: number, { body }: RegistryAnswer): Type | DecodeError {
  const { schema, schemaType = 'AVRO' } = body as { schema?: unknown; schemaType?: unknown };
  try {
    if (schemaType !== 'AVRO') {
      throw new Error(`its type is ${String(schemaType)}`);
    }
    return typeOf(JSON.parse(String(schema)) as AvroSchema);
  } catch (error) {
    const message = `schema id ${id} is not an Avro schema: ${errorMessage(error)}`;
    return new DecodeError('SCHEMA_MISMATCH', message, { cause: error });
  }
}

function idIn({ body }: RegistryAnswer, doing: string): number {
  const { id } = body as { id?: unknown };
  if (typeof id !== 'number') {
    throw new PipelineError('REGISTRY_UNAVAILABLE', `${doing}: the answer holds no schema id`);
  }
  return id;
}

function missing(answer: RegistryAnswer, subject: string): PipelineError | null {
  switch (registryCode(answer)) {
    case SCHEMA_NOT_FOUND:
      return new PipelineError(
        'SCHEMA_MISMATCH',
        `looking up our schema under subject ${subject}: the subject exists without this version; run the kafka-deploy job of this release`,
      );
    case SUBJECT_NOT_FOUND:
      return new PipelineError(
        'SUBJECT_MISSING',
        `looking up subject ${subject}: the schema registry does not have it; run the kafka-deploy job first`,
      );
    default:
      return null;
  }
}
