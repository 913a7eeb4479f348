import { schemaVersions, type AvroSchema, type RecordName, type TopicDefinition } from '@tdp/contracts';
import { PipelineError } from '@tdp/service';
import { createRegistryClient } from './registry-client';
import type { RegistryConnection } from './registry-http';

export interface RegisterSchemasOptions {
  readonly registryUrl: string;
  readonly access?: RegistryConnection['access'];
  readonly topicPrefix?: string;
  readonly topics: readonly TopicDefinition[];
  /** Replaces the contracts' versions, oldest first, for tests of versions to come. */
  readonly versionsOf?: (record: RecordName) => readonly AvroSchema[];
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
 *   REGISTRY_UNAUTHORIZED; REGISTRY_UNAVAILABLE (retriable while it is away)
 */
export async function registerSchemas(options: RegisterSchemasOptions): Promise<readonly RegisteredSchema[]> {
  const registry = createRegistryClient({
    url: options.registryUrl,
    ...(options.access && { access: options.access }),
  });
  const { versionsOf = schemaVersions } = options;
  const registered: RegisteredSchema[] = [];
  for (const { record, subject: name } of options.topics) {
    if (record === null || name === null) {
      continue;
    }
    const subject = (options.topicPrefix ?? '') + name;
    // First: the rule must hold for the first version's successor already.
    await registry.requireFullTransitive(subject);
    for (const [index, schema] of versionsOf(record).entries()) {
      const version = index + 1;
      const id = await registry.register(subject, schema).catch((error: unknown) => {
        throw ofVersion(error, version, record);
      });
      registered.push({ subject, version, id });
    }
  }
  return registered;
}

/** Says which of several versions it was. */
function ofVersion(error: unknown, version: number, record: string): unknown {
  if (!(error instanceof PipelineError) || error.code !== 'SCHEMA_MISMATCH') {
    return error;
  }
  return new PipelineError('SCHEMA_MISMATCH', `version ${version} of ${record}: ${error.message}`, {
    cause: error,
  });
}
