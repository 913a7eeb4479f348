import { errorMessage, PipelineError } from '@tdp/service';

/**
 * What to do about a consumer that gave up. Waits: an outage, a new session may succeed. Surprising: a
 * bug of the client, which a new session may not meet again. Hopeless: it would fail again for ever.
 */
export type Verdict = 'waits' | 'surprising' | 'hopeless';

/** The brokers know us and say no. Before the first join that is a wrong setting; later a person may undo it. */
const REFUSALS = new Set([
  'GROUP_AUTHORIZATION_FAILED',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'KafkaJSSASLAuthenticationError',
]);

/** Wrong settings or an incompatible broker. */
const HOPELESS = new Set([
  'INVALID_GROUP_ID',
  'INVALID_SESSION_TIMEOUT',
  'INCONSISTENT_GROUP_PROTOCOL',
  'FENCED_INSTANCE_ID',
  'UNSUPPORTED_VERSION',
  'UNSUPPORTED_COMPRESSION_TYPE',
  'KafkaJSNotImplemented',
  'KafkaJSServerDoesNotSupportApiKey',
]);

/** Bugs of kafkajs, by its own account. */
const SURPRISES = new Set(['KafkaJSInvariantViolation']);

export interface JudgeFacts {
  /** Whether this process was in the group before. */
  readonly hasJoined: boolean;
  /** How many surprising failures there were in a row before this one. */
  readonly surprises: number;
}

/**
 * Judges why a consumer gave up. kafkajs' own flags do not tell: it wraps what it retried for too long, a
 * refused connection above all, in errors that it calls not retriable.
 */
export function judge(error: unknown, { hasJoined, surprises }: JudgeFacts): Verdict {
  const names = causesOf(error).flatMap(namesOf);
  const some = (known: ReadonlySet<string>): boolean => names.some((name) => known.has(name));
  if (some(HOPELESS)) {
    return 'hopeless';
  }
  if (some(REFUSALS)) {
    return hasJoined ? 'waits' : 'hopeless';
  }
  const isOfKafka = namesOf(rootCause(error)).some((name) => name.startsWith('KafkaJS'));
  if (isOfKafka && !some(SURPRISES)) {
    return 'waits';
  }
  return surprises === 0 ? 'surprising' : 'hopeless';
}

/** A failure in one line: its code, what was being done, and the cause at the bottom of it, which names the server. */
export function describeFailure(error: unknown): string {
  const code = error instanceof PipelineError ? `${error.code}: ` : '';
  const message = errorMessage(error);
  const root = errorMessage(rootCause(error));
  return `${code}${message}${message.includes(root) ? '' : ` (${root})`}${serverOf(error)}`;
}

function serverOf(error: unknown): string {
  const broker = causesOf(error)
    .map((cause) => (cause as { readonly broker?: unknown }).broker)
    .find((name) => typeof name === 'string');
  return broker === undefined ? '' : ` [broker ${broker}]`;
}

const MAX_CAUSES = 8;

/** An error and its causes, outermost first. */
function causesOf(error: unknown): readonly object[] {
  const chain: object[] = [];
  for (let next = error; typeof next === 'object' && next !== null && chain.length < MAX_CAUSES;) {
    chain.push(next);
    next = (next as { readonly cause?: unknown }).cause;
  }
  return chain;
}

const rootCause = (error: unknown): unknown => causesOf(error).at(-1) ?? error;

/** What tells errors apart: class and, of an answer of a broker, its code. */
function namesOf(error: unknown): readonly string[] {
  const { name, type } = error as { readonly name?: unknown; readonly type?: unknown };
  return [name, type].filter((text) => typeof text === 'string');
}
