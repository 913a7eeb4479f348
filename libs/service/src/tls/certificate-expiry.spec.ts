import { createAuthority } from '@tdp/testing';
import { createMetrics } from '../metrics';
import { createFakeClock, createRecordingLogger } from '../testing';
import { createCertificateExpiry } from './certificate-expiry';

const DAY_MS = 86_400_000;

function setUp() {
  const clock = createFakeClock();
  const { logger, lines } = createRecordingLogger();
  const metrics = createMetrics({ service: 's', version: 'v', commit: 'c' });
  const expiry = createCertificateExpiry({ metrics, logger, clock });
  const exported = async () =>
    (await metrics.registry.metrics())
      .split('\n')
      .filter((line) => line.startsWith('pipeline_certificate_expiry_timestamp_seconds{'))
      .map((line) => line.replace(/.*certificate="([^"]+)".*} /, '$1 '));
  return { clock, lines, metrics, logger, expiry, exported };
}

describe('createCertificateExpiry', () => {
  it('exports when configured certificates expire', async () => {
    const { expiry, exported } = setUp();
    const authority = createAuthority('Root', { validTo: 2_000_000_000_000 });
    const own = authority.issue({ commonName: 'ann', validTo: 1_900_000_000_000 });
    expiry.configured({ KAFKA_TLS_CA: authority.cert, MONGODB_TLS_CERT: own.cert, KAFKA_TLS: true });
    expect(await exported()).toEqual(['kafka-ca 2000000000', 'mongodb-client 1900000000']);
  });

  it("exports the first of a cluster's certificates to expire, and follows its renewal", async () => {
    const { clock, expiry, exported } = setUp();
    const presented = (address: string, days: number) => {
      const validTo = clock.now() + days * DAY_MS;
      expiry.presented('kafka', address, { subject: `CN=${address}`, validFrom: 0, validTo });
      return `kafka-server ${validTo / 1_000}`;
    };
    const first = presented('a:1', 30);
    const second = presented('b:1', 60);
    expect(await exported()).toEqual([first]);
    presented('a:1', 90);
    expect(await exported()).toEqual([second]);
  });

  it('warns once of each that expires soon', () => {
    const { clock, lines, expiry } = setUp();
    const certificate = { subject: 'CN=a', validFrom: 0, validTo: clock.now() + 13 * DAY_MS };
    expiry.presented('kafka', 'a:1', certificate);
    expiry.presented('kafka', 'a:1', certificate);
    expiry.presented('kafka', 'b:1', { ...certificate, validTo: clock.now() + 15 * DAY_MS });
    expect(lines.map(({ msg }) => msg)).toEqual(['the certificate of a:1 expires in 13 days']);
  });

  it('is one metric, however often it is created', () => {
    const { clock, logger, metrics } = setUp();
    expect(() => createCertificateExpiry({ clock, logger, metrics })).not.toThrow();
  });
});
