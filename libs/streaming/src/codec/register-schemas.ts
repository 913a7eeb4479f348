import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { schemaVersions, type TopicDefinition } from '@tdp/contracts';
import { errorMessage, PipelineError } from '@tdp/service';
import { useFetchForRegistry } from './registry-http';

export interface RegisterSchemasOptions {
  readonly registryUrl: string;
  readonly topicPrefix?: string;
  readonly topics: readonly TopicDefinition[];
}

/** What registering did for one schema version. */
export interface RegisteredSchema {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
}

/**
 * Registers every version of every topic's schema, oldest first, under compatibility
 * FULL_TRANSITIVE. Idempotent: what is registered stays as it is.
 * @throws PipelineError SCHEMA_MISMATCH with the registry's words when it refuses a version;
 *   REGISTRY_UNAVAILABLE (retriable)
 */
export async function registerSchemas(options: RegisterSchemasOptions): Promise<readonly RegisteredSchema[]> {
  useFetchForRegistry();
  const registry = new SchemaRegistry({ host: options.registryUrl });
  const registered: RegisteredSchema[] = [];
  for (const topic of options.topics) {
    if (topic.record === null || topic.subject === null) {
      continue;
    }
    const subject = (options.topicPrefix ?? '') + topic.subject;
    await requireFullTransitive(options.registryUrl, subject);
    for (const [index, schema] of schemaVersions(topic.record).entries()) {
      try {
        const { id } = await registry.register(
          { type: SchemaType.AVRO, schema: JSON.stringify(schema) },
          { subject, compatibility: COMPATIBILITY.FULL_TRANSITIVE },
        );
        registered.push({ subject, version: index + 1, id });
      } catch (cause) {
        throw new PipelineError(
          'SCHEMA_MISMATCH',
          `registering version ${index + 1} of ${topic.record} under ${subject}: ${errorMessage(cause)}`,
          { cause },
        );
      }
    }
  }
  return registered;
}

/**
 * The client sets a subject's compatibility only after its first registration, and refuses
 * to register while it differs; so it is set first, over the registry's own API.
 */
async function requireFullTransitive(registryUrl: string, subject: string): Promise<void> {
  const doing = `setting the compatibility of subject ${subject} at ${new URL(registryUrl).origin}`;
  let response: Response;
  try {
    response = await fetch(`${registryUrl.replace(/\/$/, '')}/config/${encodeURIComponent(subject)}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
      body: JSON.stringify({ compatibility: COMPATIBILITY.FULL_TRANSITIVE }),
      signal: AbortSignal.timeout(10_000),
    });
  } catch (cause) {
    throw new PipelineError('REGISTRY_UNAVAILABLE', doing, { cause, retriable: true });
  }
  if (!response.ok) {
    throw new PipelineError(
      'REGISTRY_UNAVAILABLE',
      `${doing}: HTTP ${response.status} ${await response.text()}`,
    );
  }
}
