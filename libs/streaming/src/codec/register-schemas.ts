import { schemaVersions, type AvroSchema, type RecordName, type TopicDefinition } from '@tdp/contracts';
import { PipelineError } from '@tdp/service';
import { createRegistryClient, type RegistryClient } from './registry-client';
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

/** What registering would do with a subject. */
export interface PlannedSubject {
  readonly subject: string;
  /** The rule it has, when that is not FULL_TRANSITIVE and is to become so; else undefined. */
  readonly compatibility?: { readonly from: string | null };
  /** Our versions that it does not have yet. */
  readonly missing: readonly number[];
}

const COMPATIBILITY = 'FULL_TRANSITIVE';

interface Subject {
  readonly name: string;
  readonly record: RecordName;
  /** Oldest first. */
  readonly versions: readonly AvroSchema[];
}

/** What registerSchemas would do. Changes nothing. @throws as registerSchemas */
export async function planSchemas(options: RegisterSchemasOptions): Promise<readonly PlannedSubject[]> {
  const registry = clientOf(options);
  const planned: PlannedSubject[] = [];
  for (const { name, versions } of subjectsOf(options)) {
    const from = await registry.compatibilityOf(name);
    const missing: number[] = [];
    for (const [index, schema] of versions.entries()) {
      if (!(await isRegistered(registry, name, schema))) {
        missing.push(index + 1);
      }
    }
    planned.push({ subject: name, missing, ...(from !== COMPATIBILITY && { compatibility: { from } }) });
  }
  return planned;
}

/**
 * Registers every version of every topic's schema, oldest first, under compatibility
 * FULL_TRANSITIVE. Idempotent: what is registered stays as it is.
 * @throws PipelineError SCHEMA_MISMATCH with the registry's words when it refuses a version;
 *   REGISTRY_UNAUTHORIZED; REGISTRY_UNAVAILABLE (retriable while it is away)
 */
export async function registerSchemas(options: RegisterSchemasOptions): Promise<readonly RegisteredSchema[]> {
  const registry = clientOf(options);
  const registered: RegisteredSchema[] = [];
  for (const { name, record, versions } of subjectsOf(options)) {
    // First: the rule must hold for the first version's successor already.
    if ((await registry.compatibilityOf(name)) !== COMPATIBILITY) {
      await registry.setCompatibility(name, COMPATIBILITY);
    }
    for (const [index, schema] of versions.entries()) {
      const version = index + 1;
      const id = await registry.register(name, schema).catch((error: unknown) => {
        throw ofVersion(error, version, record);
      });
      registered.push({ subject: name, version, id });
    }
  }
  return registered;
}

function clientOf({ registryUrl: url, access }: RegisterSchemasOptions): RegistryClient {
  return createRegistryClient({ url, ...(access && { access }) });
}

function subjectsOf({
  topics,
  topicPrefix = '',
  versionsOf = schemaVersions,
}: RegisterSchemasOptions): readonly Subject[] {
  return topics.flatMap(({ record, subject }) =>
    record === null || subject === null
      ? []
      : [{ name: topicPrefix + subject, record, versions: versionsOf(record) }],
  );
}

async function isRegistered(registry: RegistryClient, subject: string, schema: AvroSchema): Promise<boolean> {
  try {
    await registry.idOf(subject, schema);
    return true;
  } catch (error) {
    if (error instanceof PipelineError && ['SUBJECT_MISSING', 'SCHEMA_MISMATCH'].includes(error.code)) {
      return false;
    }
    throw error;
  }
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
