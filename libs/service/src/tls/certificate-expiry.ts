import client from 'prom-client';
import type { Clock } from '../clock';
import { configuredCertificates, daysLeft, EXPIRY_WARNING_DAYS } from '../config/connection-checks';
import type { Logger } from '../logger';
import type { Metrics } from '../metrics';
import type { Validity } from './certificates';

/** Servers that present certificates; a metric label, hence a closed union. */
export type CertifiedServer = 'kafka' | 'schema-registry';

export interface CertificateExpiryDeps {
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** Follows when the certificates of a service's connections expire. */
export interface CertificateExpiry {
  /** Notes those among a service's settings. */
  configured(config: Readonly<Record<string, unknown>>): void;
  /** Notes what a server presented. Of a cluster's servers the first to expire counts. */
  presented(server: CertifiedServer, address: string, certificate: Validity): void;
}

const NAME = 'pipeline_certificate_expiry_timestamp_seconds';

/** Creates it; several of one registry share the metric. */
export function createCertificateExpiry({
  metrics,
  logger,
  clock,
}: CertificateExpiryDeps): CertificateExpiry {
  const existing = metrics.registry.getSingleMetric(NAME);
  const gauge =
    existing instanceof client.Gauge
      ? (existing as client.Gauge<'certificate'>)
      : metrics.gauge({
          name: NAME,
          help: 'When a certificate of a connection expires: our own, the authorities we trust, those servers present.',
          labelNames: ['certificate'],
        });
  const set = (certificate: string, epochMs: number): void => gauge.set({ certificate }, epochMs / 1_000);
  const seen: Record<CertifiedServer, Map<string, number>> = {
    kafka: new Map(),
    'schema-registry': new Map(),
  };
  return {
    configured(config) {
      const texts = Object.entries(config).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      );
      for (const { key, validTo } of configuredCertificates(Object.fromEntries(texts))) {
        set(labelOf(key), validTo);
      }
    },
    presented(server, address, certificate) {
      const { validTo, subject } = certificate;
      const days = daysLeft(certificate, clock.now());
      if (seen[server].get(address) !== validTo && days < EXPIRY_WARNING_DAYS) {
        logger.warn({ server, address, subject }, `the certificate of ${address} expires in ${days} days`);
      }
      seen[server].set(address, validTo);
      set(`${server}-server`, Math.min(...seen[server].values()));
    },
  };
}

/** KAFKA_TLS_CERT is kafka-client. */
function labelOf(key: string): string {
  const [server = '', kind] = key.split('_TLS_');
  return `${server.toLowerCase().replaceAll('_', '-')}-${kind === 'CA' ? 'ca' : 'client'}`;
}
