import { isIP } from 'node:net';
import { configuredCertificates, daysLeft, EXPIRY_WARNING_DAYS, type RawSettings } from './connection-checks';
import type { ConfigProblem } from './config-error';

/** What works and should not stay so: each is logged once, when the service starts. */
export function connectionWarnings(raw: RawSettings, now: number): readonly ConfigProblem[] {
  const expiring = configuredCertificates(raw)
    .filter((certificate) => daysLeft(certificate, now) < EXPIRY_WARNING_DAYS)
    .map((certificate) => ({
      key: certificate.key,
      message: `the certificate ${certificate.subject} expires in ${daysLeft(certificate, now)} days`,
    }));
  return [...expiring, ...openLogins(raw)];
}

/** Logins that travel unencrypted over a network that is not ours. */
function openLogins(raw: RawSettings): ConfigProblem[] {
  const { KAFKA_BROKERS = '', KAFKA_SASL_MECHANISM: mechanism, KAFKA_TLS: tls } = raw;
  const { SCHEMA_REGISTRY_URL: registryUrl = '', MONGODB_URI: mongoUri = '' } = raw;
  const warnings: ConfigProblem[] = [];
  const publicBrokers = KAFKA_BROKERS.split(',').map(hostOf).filter(isPublicHost);
  if (mechanism !== undefined && tls !== 'true' && publicBrokers.length > 0) {
    const shown = mechanism === 'PLAIN' ? 'the password is sent unencrypted' : 'nothing is encrypted';
    warnings.push({
      key: 'KAFKA_SASL_MECHANISM',
      message: `${mechanism} without TLS to ${publicBrokers.join(', ')}: ${shown}; set KAFKA_TLS=true`,
    });
  }
  const registry = /^http:\/\/(?:([^/?#]*)@)?([^/?#]*)/.exec(registryUrl);
  const registryHost = hostOf(registry?.[2] ?? '');
  const hasLogin =
    registry?.[1] !== undefined ||
    raw['SCHEMA_REGISTRY_USERNAME'] !== undefined ||
    raw['SCHEMA_REGISTRY_BEARER_TOKEN'] !== undefined;
  if (hasLogin && isPublicHost(registryHost)) {
    warnings.push({
      key: 'SCHEMA_REGISTRY_URL',
      message: `a login without TLS to ${registryHost}: it is sent unencrypted; write https://`,
    });
  }
  const mongo = /^mongodb:\/\/[^/?#]*@([^/?#]*)/.exec(mongoUri);
  const mongoHosts = (mongo?.[1] ?? '').split(',').map(hostOf).filter(isPublicHost);
  if (mongoHosts.length > 0 && !/[?&](tls|ssl)=true/.test(mongoUri)) {
    warnings.push({
      key: 'MONGODB_URI',
      message: `a login without TLS to ${mongoHosts.join(', ')}: nothing is encrypted; add tls=true`,
    });
  }
  return warnings;
}

/** The host of host:port. */
function hostOf(address: string): string {
  return address
    .trim()
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '');
}

const PRIVATE_NETWORKS = [
  /^127\./,
  /^10\./,
  /^192\.168\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^169\.254\./,
  /^::1$/,
  /^f[cd]/i, // unique local
  /^fe80:/i,
];

/** Names that only resolve inside: of containers and Kubernetes, or by agreement. */
const PRIVATE_NAME = /^[^.]+$|\.(local|internal|svc|localhost|lan|intranet|test)$/i;

/** Whether a host may be one of the internet. A name is judged as it stands: it is not looked up. */
export function isPublicHost(host: string): boolean {
  if (host === '') {
    return false;
  }
  return isIP(host) === 0
    ? !PRIVATE_NAME.test(host)
    : !PRIVATE_NETWORKS.some((network) => network.test(host));
}
