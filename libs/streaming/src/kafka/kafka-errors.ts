import { isNetworkError, PipelineError, tlsFailure } from '@tdp/service';

/**
 * What follows from an error of Kafka, wherever it came up.
 * - `retriable`: the same again, later, may succeed: leaders move, brokers restart, networks fail
 * - `unauthorized`: login, rights or certificates. Waiting alone does not cure it, a person does; at
 *   start it ends the process, at run time it is waited out, since rights that were withdrawn by
 *   mistake are given back
 * - `fatal`: everything else, bugs among it
 */
export type KafkaErrorKind = 'retriable' | 'unauthorized' | 'fatal';

/** Kafka's protocol errors about who we are and what we may do. */
const UNAUTHORIZED_TYPES = new Set([
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'SECURITY_DISABLED',
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'DELEGATION_TOKEN_AUTHORIZATION_FAILED',
  'DELEGATION_TOKEN_EXPIRED',
]);

/** Retriable though kafkajs says otherwise: joining the group again, or another broker, cures them. */
const RETRIABLE_TYPES = new Set([
  'BROKER_NOT_AVAILABLE',
  'STALE_CONTROLLER_EPOCH',
  'ILLEGAL_SASL_STATE', // two logins crossed on one connection: the next one has its own
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
]);

/** Newer than kafkajs, which has only their number left: THROTTLING_QUOTA_EXCEEDED, UNKNOWN_TOPIC_ID … */
const RETRIABLE_UNKNOWN_CODE = /^Unknown error code (89|100|103|106)$/;

/** kafkajs makes some of these non-retriable because its own tries are used up. */
const RETRIABLE_NAMES = new Set([
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSTimeout',
  'KafkaJSLockTimeout',
  'KafkaJSNoBrokerAvailableError',
  'KafkaJSBrokerNotFound',
  'KafkaJSMetadataNotLoaded',
  'KafkaJSTopicMetadataNotLoaded',
  'KafkaJSStaleTopicMetadataAssignment',
  'KafkaJSGroupCoordinatorNotFound',
]);

/** Errors of the language are bugs, whoever wraps them. */
const BUGS = new Set(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError']);

/** What errors of kafkajs, Node and ours may have. */
interface Fields {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly type?: unknown;
  readonly code?: unknown;
  readonly retriable?: unknown;
  /** The topic that a topic could not be made for. */
  readonly topic?: unknown;
  /** host:port, where kafkajs knows it. */
  readonly broker?: unknown;
  readonly cause?: unknown;
  readonly originalError?: unknown;
  readonly errors?: unknown;
}

/** Judges an error by all it is made of: kafkajs wraps what happened in how often it tried. */
export function classifyKafkaError(error: unknown): KafkaErrorKind {
  const members = aggregated(error);
  if (members.length > 0) {
    // Of several failures at once the worst counts.
    const kinds = members.map(classifyKafkaError);
    return (['fatal', 'unauthorized'] as const).find((kind) => kinds.includes(kind)) ?? 'retriable';
  }
  const chain = causesOf(error);
  if (chain.some(({ name }) => BUGS.has(String(name)))) {
    return 'fatal';
  }
  if (chain.some(isAboutAuthorization)) {
    return 'unauthorized';
  }
  return chain.some(isPassing) ? 'retriable' : 'fatal';
}

/** Whether the same again, later, may succeed by itself. */
export function isRetriableKafkaError(error: unknown): boolean {
  return classifyKafkaError(error) === 'retriable';
}

/** Whether it is about login, rights or certificates: wrong at start, to be waited out at run time. */
export function isAuthorizationError(error: unknown): boolean {
  return classifyKafkaError(error) === 'unauthorized';
}

/** An error and all that caused it, outermost first. */
export function causesOf(error: unknown): readonly Fields[] {
  const chain: Fields[] = [];
  let current: unknown = error;
  while (typeof current === 'object' && current !== null && !chain.includes(current)) {
    const fields: Fields = current;
    chain.push(fields);
    current = fields.cause ?? fields.originalError;
  }
  return chain;
}

/** The first text that any of them has under a name. */
export function textOf(chain: ReturnType<typeof causesOf>, name: 'broker' | 'type'): string | undefined {
  return chain.map((fields) => fields[name]).find((value) => typeof value === 'string');
}

/** The members of the first error in the chain that stands for several. */
export function aggregated(error: unknown): readonly unknown[] {
  for (const { errors } of causesOf(error)) {
    if (Array.isArray(errors) && errors.length > 0) {
      return errors as readonly unknown[];
    }
  }
  return [];
}

function isAboutAuthorization(error: Fields): boolean {
  return (
    error.name === 'KafkaJSSASLAuthenticationError' ||
    UNAUTHORIZED_TYPES.has(String(error.type)) ||
    (error instanceof PipelineError && error.code === 'KAFKA_UNAUTHORIZED') ||
    tlsFailure(error) !== null
  );
}

function isPassing({ name, type, code, message, retriable }: Fields): boolean {
  if (typeof type === 'string') {
    return retriable === true || RETRIABLE_TYPES.has(type) || RETRIABLE_UNKNOWN_CODE.test(String(message));
  }
  return RETRIABLE_NAMES.has(String(name)) || isNetworkError({ code }) || retriable === true;
}
