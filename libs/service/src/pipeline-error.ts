/** Every way the pipeline's own code fails; also a metric label, hence a closed union. */
export type ErrorCode =
  | 'CONFIG_INVALID'
  | 'KAFKA_UNAVAILABLE'
  | 'KAFKA_UNAUTHORIZED'
  | 'TOPIC_MISSING'
  | 'TOPIC_UNSAFE'
  | 'SUBJECT_MISSING'
  | 'SCHEMA_MISMATCH'
  | 'SCHEMA_NEWER'
  | 'REGISTRY_UNAVAILABLE'
  | 'REGISTRY_UNAUTHORIZED'
  | 'PRODUCE_FAILED'
  | 'TRANSACTION_TAKEN_OVER'
  | 'CONSUMER_CRASHED'
  | 'CONSUMER_STALLED'
  | 'DEAD_LETTER_FAILED'
  | 'DEAD_LETTER_LIMIT'
  | 'MONGO_UNAVAILABLE'
  | 'MONGO_UNAUTHORIZED'
  | 'MONGO_WRITE_FAILED'
  | 'X_UNAUTHORIZED'
  | 'X_UNAVAILABLE'
  | 'X_RATE_LIMITED'
  | 'X_REQUEST_REFUSED'
  | 'RULES_INVALID'
  | 'RECORD_INVALID'
  | 'STOP_DEADLINE_EXCEEDED'
  | 'HEALTH_TIMEOUT'
  | 'INTERNAL';

export interface PipelineErrorOptions {
  readonly cause?: unknown;
  /** Whether trying again later may succeed. Default false. */
  readonly retriable?: boolean;
}

/** A failure with a code, what was being done (a gerund: "looking up subject x"), and its cause. */
export class PipelineError extends Error {
  override readonly name = 'PipelineError';
  readonly code: ErrorCode;
  readonly retriable: boolean;

  constructor(code: ErrorCode, message: string, options: PipelineErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retriable = options.retriable ?? false;
  }
}
