import type { AuthenticationProviderArgs, Authenticator, KafkaConfig, Mechanism } from 'kafkajs';
import { errorMessage, type SaslSettings } from '@tdp/service';
import { classifyKafkaError } from './kafka-errors';

type Provider = (sasl: SaslSettings) => Mechanism['authenticationProvider'];

// kafkajs exports its mechanisms by name only, and by name they lose what this file keeps.
/* eslint-disable @typescript-eslint/no-require-imports */
const PROVIDERS: Readonly<Record<SaslSettings['mechanism'], Provider>> = {
  PLAIN: require('kafkajs/src/broker/saslAuthenticator/plain') as Provider,
  'SCRAM-SHA-256': require('kafkajs/src/broker/saslAuthenticator/scram256') as Provider,
  'SCRAM-SHA-512': require('kafkajs/src/broker/saslAuthenticator/scram512') as Provider,
};
/* eslint-enable @typescript-eslint/no-require-imports */

/** A broker that does not let us in. Named as kafkajs names its own, which says neither broker nor user. */
export class KafkaLoginError extends Error {
  override readonly name = 'KafkaJSSASLAuthenticationError';
  /** host:port. */
  readonly broker: string;
  /** Whether kafkajs tries again by itself. */
  readonly retriable: boolean;

  constructor(broker: string, message: string, options: ErrorOptions & { readonly retriable: boolean }) {
    super(message, { cause: options.cause });
    this.broker = broker;
    this.retriable = options.retriable;
  }
}

/**
 * How kafkajs logs in. Its own mechanisms take every failure meanwhile for a wrong password, a broker
 * that goes away too, and end all tries with it. Here a cut connection stays what it is, and once a
 * login has succeeded a later refusal, at the end of a session or after a user was withdrawn, is
 * tried again: what was right may become right again, and until then readiness says what is wrong.
 */
export function createLogin(sasl: SaslSettings): NonNullable<KafkaConfig['sasl']> {
  let succeeded = false;
  const provide = PROVIDERS[sasl.mechanism]({ ...sasl });
  return {
    mechanism: sasl.mechanism,
    authenticationProvider: (args) => {
      const failure: { error?: unknown } = {};
      const authenticator = provide(observed(args, failure));
      return {
        async authenticate() {
          try {
            await authenticator.authenticate();
            succeeded = true;
          } catch (error) {
            const cause = failure.error ?? error;
            if (classifyKafkaError(cause) === 'retriable') {
              throw cause;
            }
            const { host, port } = args;
            const doing = `logging in as ${sasl.username} with ${sasl.mechanism}`;
            throw new KafkaLoginError(`${host}:${port}`, `${doing}: ${errorMessage(cause)}`, {
              cause,
              retriable: succeeded,
            });
          }
        },
      } satisfies Authenticator;
    },
  };
}

/** Keeps the error of an exchange, of which the mechanism passes on the message only. */
function observed(
  args: AuthenticationProviderArgs,
  failure: { error?: unknown },
): AuthenticationProviderArgs {
  return {
    ...args,
    async saslAuthenticate(exchange) {
      try {
        return await args.saslAuthenticate(exchange);
      } catch (error) {
        failure.error = error;
        throw error;
      }
    },
  };
}
