export type * from './generated/types';
export { latestSchema, RECORD_NAMES, schemaVersions } from './schemas';
export type { AvroSchema, RecordName } from './schemas';
export { CORRECTION_HEADER, hasRecords, AGAIN_HEADER, TOPICS } from './topics';
export type { RecordOf, RecordTopicName, TopicDefinition, TopicName, TopicOwner, Topics } from './topics';
