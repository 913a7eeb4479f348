export { createCodec, type Codec, type CodecOptions } from './codec/codec';
export {
  planSchemas,
  registerSchemas,
  type PlannedSubject,
  type RegisteredSchema,
  type RegisterSchemasOptions,
} from './codec/register-schemas';
export { pingRegistry } from './codec/registry-client';
export {
  createConsumerLoop,
  type ConsumerLoop,
  type ConsumerLoopOptions,
  type ConsumerReasons,
} from './consumer/consumer-loop';
export type { DeadLetterLimitOptions } from './consumer/dead-letter-limit';
export {
  deadLetter,
  drop,
  ok,
  type Envelope,
  type Handle,
  type HandleResult,
  type StepResult,
} from './consumer/handle';
export {
  createDeadLetters,
  type DeadLetter,
  type DeadLetters,
  type DeadLettersOptions,
} from './dead-letters/dead-letters';
export { LETTER_HEADERS, REDRIVEN_HEADER } from './dead-letters/letter-headers';
export { readLetter, readLetters, type StoredLetter } from './dead-letters/read-letters';
export {
  DecodeError,
  OutputError,
  RecordsRefusedError,
  type DecodeReason,
  type OutputReason,
  type RefusedRecord,
} from './errors';
export { createEventAge, type EventStage, type ObserveEventAge } from './event-age';
export {
  createKafkaParts,
  type KafkaParts,
  type KafkaPartsDeps,
  type KafkaPartsOptions,
} from './kafka-parts';
export { createAdmin, type EnsuredTopic, type PipelineAdmin } from './kafka/admin';
export {
  createKafka,
  physicalGroup,
  physicalTopic,
  type KafkaClient,
  type KafkaClientOptions,
} from './kafka/kafka-client';
export {
  classifyKafkaError,
  isAuthorizationError,
  isRetriableKafkaError,
  type KafkaErrorKind,
} from './kafka/kafka-errors';
export { describeKafkaFailure } from './kafka/kafka-failure';
export { pingKafka } from './kafka/ping';
export { createOperator, type ClusterOperator, type GroupPosition } from './kafka/operator';
export { readTopic, scanTopic, type RawRecord } from './kafka/read-topic';
export { createTransactions, type Transactions } from './kafka/transactions';
export { NO_WISHES, type PlannedSetting, type PlannedTopic, type TopicWishes } from './kafka/topic-plan';
export { requireTopics } from './kafka/require-topics';
export {
  encodeOutput,
  MAX_RECORD_BYTES,
  type EncodedRecord,
  type OutputRecord,
} from './producer/output-record';
export { createProducer, type Producer, type ProducerOptions } from './producer/producer';
