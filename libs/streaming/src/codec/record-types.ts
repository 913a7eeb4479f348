import { Type } from 'avsc';
import { latestSchema, TOPICS, type AvroSchema, type RecordTopicName } from '@tdp/contracts';
import { PipelineError } from '@tdp/service';

/** Gives our version of the schema of a topic's records: the one we write and read. */
export type SchemaOf = (topic: RecordTopicName) => AvroSchema;

/** That of the contracts. */
export function contractSchemaOf(topic: RecordTopicName): AvroSchema {
  const { record } = TOPICS[topic];
  if (record === null) {
    throw new PipelineError('INTERNAL', `looking up the schema of ${topic}: its values are not records`);
  }
  return latestSchema(record);
}

export function typeOf(schema: AvroSchema): Type {
  // A fresh options object each time: avsc keeps the names it has seen in it.
  return Type.forSchema(schema as Parameters<typeof Type.forSchema>[0], { omitRecordMethods: true });
}

/** Gives the Avro type of a topic's records, in our version; made once per topic. */
export function createRecordTypes(schemaOf: SchemaOf): (topic: RecordTopicName) => Type {
  const types = new Map<RecordTopicName, Type>();
  return (topic) => {
    const type = types.get(topic) ?? typeOf(schemaOf(topic));
    types.set(topic, type);
    return type;
  };
}
