import { Kafka, logLevel, type KafkaConfig } from 'kafkajs';
import { errorMessage, PipelineError, speaksTls, tlsFailure } from '@tdp/service';
import type { KafkaClient } from './kafka-client';
import { aggregated, causesOf, classifyKafkaError, textOf } from './kafka-errors';

const PROBE_TIMEOUT_MS = 3_000;

type Client = Pick<KafkaClient, 'brokers' | 'config'>;

/**
 * One line that names the server and the cause, for logs and health. kafkajs wraps what happened in
 * words about its own tries; of a certificate it says neither whose it is nor what is wrong with it.
 */
export function describeKafkaFailure(error: unknown, { brokers }: Pick<KafkaClient, 'brokers'>): string {
  const chain = causesOf(error);
  const server = `Kafka at ${textOf(chain, 'broker') ?? brokers.join(',')}`;
  const tls = chain.map(tlsFailure).find((cause) => cause !== null);
  // The innermost error with a message is what happened; those around it say how often it was tried.
  const innermost = chain.findLast(({ message }) => typeof message === 'string' && message !== '');
  const login = chain.find(({ name }) => name === 'KafkaJSSASLAuthenticationError');
  const members = aggregated(error).map(memberMessage);
  const reason = tls ?? (members.length > 0 ? members.join('; ') : errorMessage(login ?? innermost ?? error));
  return `${server}: ${reason}`;
}

/**
 * The error that a check of Kafka ends with: what waiting cures is retriable, login, rights,
 * certificates and a port of another kind are not, and a bug stays what it is.
 *
 * @param doing - a gerund: "listing the topics"
 */
export async function kafkaFailure(error: unknown, client: Client, doing: string): Promise<Error> {
  if (error instanceof PipelineError) {
    return error;
  }
  const kind = classifyKafkaError(error);
  const line = `${doing}: ${describeKafkaFailure(error, client)}`;
  if (kind === 'unauthorized') {
    return new PipelineError('KAFKA_UNAUTHORIZED', line, { cause: error });
  }
  if (kind === 'fatal') {
    return isOfABroker(error) || !(error instanceof Error)
      ? new PipelineError('KAFKA_UNAVAILABLE', line, { cause: error })
      : error;
  }
  const mismatch = await findMismatch(error, client);
  return mismatch === null
    ? new PipelineError('KAFKA_UNAVAILABLE', line, { cause: error, retriable: true })
    : new PipelineError('KAFKA_UNAUTHORIZED', `${doing}: ${mismatch}`, { cause: error });
}

/** Whether a broker answered it: then it is no bug. */
function isOfABroker(error: unknown): boolean {
  const errors = aggregated(error);
  return textOf(errors.length > 0 ? errors.flatMap(causesOf) : causesOf(error), 'type') !== undefined;
}

/** One of several errors; of topics that could not be made, with the topic's name. */
function memberMessage(error: unknown): string {
  const { topic } = causesOf(error)[0] ?? {};
  return typeof topic === 'string' ? `${topic}: ${errorMessage(error)}` : errorMessage(error);
}

/** A port of another kind than the settings say just hangs up; only asking it tells. */
async function findMismatch(error: unknown, client: Client): Promise<string | null> {
  const chain = causesOf(error);
  const address = textOf(chain, 'broker') ?? client.brokers[0] ?? '';
  const server = `Kafka at ${address}`;
  const { ssl, sasl, ...rest } = client.config;
  if (chain.some(({ type }) => type === 'ILLEGAL_SASL_STATE')) {
    return `${server}: this port takes no login; leave KAFKA_SASL_MECHANISM out or name another port`;
  }
  if (chain.some(({ code }) => code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN')) {
    return null; // nobody is there to be asked
  }
  const separator = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, separator), Number(address.slice(separator + 1))];
  if (ssl === undefined) {
    if (await speaksTls(host, port)) {
      return `${server}: this port speaks TLS; set KAFKA_TLS=true`;
    }
  } else if ((await answerOf(rest, address)) === 'served') {
    return `${server}: this port does not speak TLS; leave KAFKA_TLS out or name another port`;
  }
  const stranger = { ...client.config, sasl: NO_MECHANISM };
  return sasl === undefined && (await answerOf(stranger, address)) === 'UNSUPPORTED_SASL_MECHANISM'
    ? `${server}: this port demands a login; set KAFKA_SASL_MECHANISM`
    : null;
}

/** What a broker that demands a login has never heard of. */
const NO_MECHANISM: NonNullable<KafkaConfig['sasl']> = {
  mechanism: 'none',
  authenticationProvider: () => ({ authenticate: () => Promise.resolve() }),
};

/** Connects once, with other settings: whether it is served, else the type of the broker's refusal. */
async function answerOf(config: KafkaConfig, address: string): Promise<string> {
  const admin = new Kafka({
    ...config,
    brokers: [address],
    retry: { retries: 0 },
    requestTimeout: PROBE_TIMEOUT_MS,
    connectionTimeout: PROBE_TIMEOUT_MS,
    logLevel: logLevel.NOTHING,
  }).admin();
  try {
    await admin.connect();
    return 'served';
  } catch (error) {
    return textOf(causesOf(error), 'type') ?? 'failed';
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
