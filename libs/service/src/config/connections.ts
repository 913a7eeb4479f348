import type { KafkaConfig, MongoConfig } from './shapes';

/** What a TLS connection is made with, named as Node's tls.connect names it. */
export interface TlsSettings {
  /** PEM text of the trusted authorities; absent: those that Node knows. */
  readonly ca?: string;
  /** Our certificate and its private key. */
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
  /** The name that the server's certificate must have, when it is not the host. */
  readonly servername?: string;
}

/** How a SASL login is made. */
export interface SaslSettings {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
  readonly password: string;
}

/** How to reach brokers that not everybody may use. */
export interface KafkaAccess {
  readonly tls: TlsSettings | null;
  readonly sasl: SaslSettings | null;
}

/** How to reach a schema registry that not everybody may use. */
export interface RegistryAccess {
  /** Value of the Authorization header. */
  readonly authorization?: string;
  /** For an https:// URL. */
  readonly tls?: TlsSettings;
}

/** Some of the settings; absent ones may be named as such. */
type Some<T> = { readonly [K in keyof T]?: T[K] | undefined };
type KafkaKeys = Some<KafkaConfig>;

/** The brokers' part of a service's settings. */
export function kafkaAccess(config: KafkaKeys): KafkaAccess {
  const servername = config.KAFKA_TLS_SERVER_NAME;
  return {
    tls: config.KAFKA_TLS
      ? { ...tlsOf(config, 'KAFKA'), ...(servername !== undefined && { servername }) }
      : null,
    sasl:
      config.KAFKA_SASL_MECHANISM === undefined
        ? null
        : {
            mechanism: config.KAFKA_SASL_MECHANISM,
            username: config.KAFKA_SASL_USERNAME ?? '',
            password: config.KAFKA_SASL_PASSWORD ?? '',
          },
  };
}

/** The registry's part of a service's settings; credentials in its URL are the URL's own affair. */
export function registryAccess(config: KafkaKeys): RegistryAccess {
  const { SCHEMA_REGISTRY_BEARER_TOKEN: token, SCHEMA_REGISTRY_USERNAME: user } = config;
  const authorization =
    token !== undefined
      ? `Bearer ${token}`
      : user === undefined
        ? undefined
        : basicAuthorization(user, config.SCHEMA_REGISTRY_PASSWORD ?? '');
  return {
    tls: tlsOf(config, 'SCHEMA_REGISTRY'),
    ...(authorization !== undefined && { authorization }),
  };
}

/** The TLS part of the settings for MongoDB; whether TLS is spoken is said in the URI. */
export function mongoTls(config: Some<MongoConfig>): TlsSettings {
  return tlsOf(config, 'MONGODB');
}

/** The Authorization header of HTTP's basic authentication. */
export function basicAuthorization(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

function tlsOf(config: Readonly<Record<string, unknown>>, prefix: string): TlsSettings {
  const settings = {
    ca: config[`${prefix}_TLS_CA`],
    cert: config[`${prefix}_TLS_CERT`],
    key: config[`${prefix}_TLS_KEY`],
    passphrase: config[`${prefix}_TLS_KEY_PASSPHRASE`],
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => typeof value === 'string'));
}
