import { PipelineError } from '@tdp/service';
import {
  KafkaJSConnectionError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  KafkaJSRequestTimeoutError,
} from 'kafkajs';
import { describeFailure, judge } from './failure';

const refused = new KafkaJSConnectionError('Connection error: connect ECONNREFUSED 10.0.0.7:9092', {
  broker: 'b7:9092',
  code: 'ECONNREFUSED',
});
const triedTooOften = new KafkaJSNumberOfRetriesExceeded(refused, { retryCount: 8, retryTime: 5_000 });
/** As kafkajs' retrier does; its types do not know of the cause. */
const wrapped = (error: Error, cause: Error): Error =>
  Object.assign(new KafkaJSNonRetriableError(error), { cause });
const named = (name: string): Error => Object.assign(new Error(name), { name });
const answer = (type: string, retriable = false): Error =>
  new KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 1, retriable }));

const FIRST = { hasJoined: false, surprises: 0 };
const JOINED = { hasJoined: true, surprises: 0 };

describe('judging why a consumer gave up', () => {
  it.each([
    ['a refused connection', refused],
    ['one that was tried too often', triedTooOften],
    ['the same, as kafkajs wraps it once more', wrapped(triedTooOften, refused)],
    ['a broker that does not answer', new KafkaJSRequestTimeoutError('timed out', {} as never)],
    ['a coordinator that is not found', named('KafkaJSGroupCoordinatorNotFound')],
    ['a coordinator that loads', answer('GROUP_LOAD_IN_PROGRESS', true)],
    ['a leader that moved', answer('NOT_LEADER_FOR_PARTITION', true)],
    ['a member that is not known any more', answer('UNKNOWN_MEMBER_ID')],
  ])('waits for %s, at the start as well', (_what, error) => {
    expect([judge(error, FIRST), judge(error, JOINED)]).toEqual(['waits', 'waits']);
  });

  it.each(['GROUP_AUTHORIZATION_FAILED', 'TOPIC_AUTHORIZATION_FAILED', 'SASL_AUTHENTICATION_FAILED'])(
    'takes %s for a wrong setting at the start, and waits for it later',
    (type) => {
      expect([judge(answer(type), FIRST), judge(answer(type), JOINED)]).toEqual(['hopeless', 'waits']);
    },
  );

  it.each(['FENCED_INSTANCE_ID', 'INVALID_GROUP_ID', 'INCONSISTENT_GROUP_PROTOCOL'])(
    'takes %s for hopeless at any time',
    (type) => {
      expect([judge(answer(type), FIRST), judge(answer(type), JOINED)]).toEqual(['hopeless', 'hopeless']);
    },
  );

  it.each([
    ['a bug of the client', new TypeError("Cannot read properties of undefined (reading 'x')")],
    ['the same, wrapped', wrapped(new TypeError('x'), new TypeError('x'))],
    ['what nobody expected', new Error('?')],
    ['what the broker did not expect', answer('UNKNOWN')],
  ])('gives %s one fresh client, not two', (_what, error) => {
    expect(judge(error, JOINED)).toBe('surprising');
    expect(judge(error, { hasJoined: true, surprises: 1 })).toBe('hopeless');
  });
});

describe('describing a failure', () => {
  const client = { brokers: ['b1:9092', 'b2:9092'] };

  it.each([
    [triedTooOften, 'Kafka at b7:9092: Connection error: connect ECONNREFUSED 10.0.0.7:9092'],
    [
      new PipelineError('MONGO_UNAVAILABLE', 'inserting into tweets', {
        cause: new Error('connect ETIMEDOUT m:1'),
      }),
      'MONGO_UNAVAILABLE: inserting into tweets: connect ETIMEDOUT m:1',
    ],
    [
      new PipelineError('MONGO_UNAVAILABLE', 'inserting: not primary', { cause: new Error('not primary') }),
      'MONGO_UNAVAILABLE: inserting: not primary',
    ],
  ])('names the cause and the server of %s', (error, line) => {
    expect(describeFailure(error, client)).toBe(line);
  });
});
