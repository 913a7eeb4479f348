import {
  KafkaJSConnectionError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  KafkaJSSASLAuthenticationError,
} from 'kafkajs';
import { PipelineError } from '@tdp/service';
import { classifyKafkaError, isAuthorizationError, isRetriableKafkaError } from './kafka-errors';

/** kafkajs' types leave out what its constructors take. */
const make = (kind: unknown, ...args: unknown[]): Error =>
  new (kind as new (...args: unknown[]) => Error)(...args);
const protocol = (type: string, retriable: boolean, message = type): Error =>
  make(KafkaJSProtocolError, { type, code: 1, retriable, message });
const refused = (): Error =>
  make(KafkaJSConnectionError, 'Connection error', { broker: 'b:1', code: 'ECONNREFUSED' });
const login = (): Error => make(KafkaJSSASLAuthenticationError, 'SASL PLAIN authentication failed');
/** As kafkajs' retrier does when its tries are used up, and what calls it once more. */
const givenUp = (error: Error): Error =>
  make(KafkaJSNonRetriableError, make(KafkaJSNumberOfRetriesExceeded, error, { retryCount: 8 }), {
    cause: error,
  });
const withCode = (code: string, message = code): Error => Object.assign(new Error(message), { code });

describe('classifyKafkaError', () => {
  it.each([
    ['a leader that moved', protocol('NOT_LEADER_FOR_PARTITION', true)],
    ['a topic just created', protocol('UNKNOWN_TOPIC_OR_PARTITION', true)],
    ['a coordinator that loads', protocol('GROUP_LOAD_IN_PROGRESS', true)],
    ['a request that timed out in the broker', protocol('REQUEST_TIMED_OUT', true)],
    ['what kafkajs wrongly takes for final', protocol('BROKER_NOT_AVAILABLE', false)],
    ['a code that kafkajs does not know', protocol('X', false, 'Unknown error code 100')],
    ['a group to be joined again', protocol('UNKNOWN_MEMBER_ID', false)],
    ['a broker that is away', refused()],
    ['kafkajs having given up on it', givenUp(refused())],
    ['kafkajs having given up on a moved leader', givenUp(protocol('LEADER_NOT_AVAILABLE', true))],
    ['a name that does not resolve now', withCode('EAI_AGAIN')],
    [
      'both addresses of a name refusing',
      new AggregateError([withCode('ECONNREFUSED'), withCode('ETIMEDOUT')]),
    ],
    ['our own wrapping', new PipelineError('KAFKA_UNAVAILABLE', 'listing topics', { retriable: true })],
  ])('waits for %s', (_what, error) => {
    expect(classifyKafkaError(error)).toBe('retriable');
    expect(isRetriableKafkaError(error)).toBe(true);
  });

  it.each([
    ['a wrong password', login()],
    ['one that kafkajs wrapped', givenUp(login())],
    ['a missing right', protocol('TOPIC_AUTHORIZATION_FAILED', false)],
    ['an unknown authority', withCode('SELF_SIGNED_CERT_IN_CHAIN')],
    ['a certificate that expired, though kafkajs would retry', givenUp(withCode('CERT_HAS_EXPIRED'))],
    ['our own wrapping', new PipelineError('KAFKA_UNAUTHORIZED', 'logging in')],
  ])('takes %s for a matter of rights', (_what, error) => {
    expect(isAuthorizationError(error)).toBe(true);
    expect(isRetriableKafkaError(error)).toBe(false);
  });

  it.each([
    ['a bug', new TypeError('x is not a function')],
    ['a bug that kafkajs wrapped', givenUp(new RangeError('out of range'))],
    ['a refused request', protocol('INVALID_PARTITIONS', false)],
    ['what kafkajs calls final', make(KafkaJSNonRetriableError, 'no')],
    [
      'one fatal failure among passing ones',
      new AggregateError([refused(), protocol('INVALID_CONFIG', false)]),
    ],
    ['something thrown that is no error', 'text'],
    ['nothing', undefined],
  ])('takes %s for fatal', (_what, error) => {
    expect(classifyKafkaError(error)).toBe('fatal');
  });

  it('ends with causes that go round in a circle', () => {
    const error = new Error('a');
    error.cause = new Error('b', { cause: error });
    expect(classifyKafkaError(error)).toBe('fatal');
  });
});
