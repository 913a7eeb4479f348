import generated from './generated/schemas.json';

/** An Avro schema as JSON; structure as in the Avro 1.11 specification. */
export type AvroSchema = Readonly<Record<string, unknown>>;

/** Names of the record types that travel on topics or inside them. */
export type RecordName = keyof typeof generated;

/** Every version of every record, oldest first, each self-contained. */
const versions: Readonly<Record<RecordName, readonly AvroSchema[]>> = generated;

/** All versions of a record's schema, oldest first (never empty). */
export function schemaVersions(name: RecordName): readonly AvroSchema[] {
  return versions[name];
}

/** The newest version of a record's schema: the one our services write and read. */
export function latestSchema(name: RecordName): AvroSchema {
  const latest = versions[name].at(-1);
  if (latest === undefined) {
    throw new Error(`record ${name} has no schema version`);
  }
  return latest;
}

/** Names of all records. */
export const RECORD_NAMES = Object.keys(versions) as readonly RecordName[];
