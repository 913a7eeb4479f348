import { errorMessage, PipelineError } from '@tdp/service';
import type { KafkaClient } from '../kafka/kafka-client';
import { causesOf, classifyKafkaError, textOf } from '../kafka/kafka-errors';
import { describeKafkaFailure } from '../kafka/kafka-failure';

/**
 * What to do about a client of Kafka that gave up. Waits: a new one may succeed, in time. Surprising: a bug
 * of the client itself, which a new one may not meet again. Hopeless: a new one would fail as well.
 */
export type Verdict = 'waits' | 'surprising' | 'hopeless';

export interface JudgeFacts {
  /** Whether this process was let in before: then a refusal is somebody's mistake, to be waited out. */
  readonly hasJoined: boolean;
  /** How many surprising failures there were in a row before this one. */
  readonly surprises: number;
}

/**
 * Judges why a client gave up. What a broker answered and no waiting cures is hopeless at once; an error that
 * is kafkajs' own (ADR 0010 names some that leader changes bring about) is given one fresh client, not two.
 */
export function judge(error: unknown, { hasJoined, surprises }: JudgeFacts): Verdict {
  switch (classifyKafkaError(error)) {
    case 'retriable':
      return 'waits';
    case 'unauthorized':
      return hasJoined ? 'waits' : 'hopeless';
    case 'fatal':
      return surprises > 0 || isAnswerOfABroker(error) ? 'hopeless' : 'surprising';
  }
}

/** UNKNOWN is a broker's own surprise. */
function isAnswerOfABroker(error: unknown): boolean {
  const type = textOf(causesOf(error), 'type');
  return type !== undefined && type !== 'UNKNOWN';
}

/** What a person can do about answers that name no setting. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ['FENCED_INSTANCE_ID', 'another process has the same KAFKA_GROUP_INSTANCE_ID: give each replica its own'],
]);

/** A failure in one line: its code, what was being done, and the cause at the bottom of it, which names the server. */
export function describeFailure(error: unknown, client: Pick<KafkaClient, 'brokers'>): string {
  if (!(error instanceof PipelineError)) {
    const advice = ADVICE.get(textOf(causesOf(error), 'type') ?? '');
    return `${describeKafkaFailure(error, client)}${advice === undefined ? '' : `; ${advice}`}`;
  }
  const root = causesOf(error).findLast(({ message }) => typeof message === 'string' && message !== '');
  const cause = errorMessage(root);
  return `${error.code}: ${error.message}${error.message.includes(cause) ? '' : `: ${cause}`}`;
}
