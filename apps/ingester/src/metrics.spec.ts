import path from 'node:path';
import { createMetrics, loadConfig } from '@tdp/service';
import { createFakeClock, createRecordingLogger } from '@tdp/service/testing';
import { configSchema, secrets } from './config';
import { createIngester } from './ingester';

describe('before the first event', () => {
  it('every counter of the ingester is there at zero, for each of its labels, so that alerts work', async () => {
    const config = loadConfig({
      schema: configSchema,
      service: 'ingester',
      secrets,
      env: {
        KAFKA_BROKERS: 'localhost:1',
        SCHEMA_REGISTRY_URL: 'http://localhost:1',
        X_BEARER_TOKEN: 't',
        INGESTER_RULES_FILE: path.join(__dirname, '../rules.yaml'),
      },
    });
    const metrics = createMetrics({ service: 't', version: 't', commit: 't' });
    const fatal = (error: Error): never => {
      throw error;
    };
    const { logger } = createRecordingLogger();
    createIngester({ config, logger, metrics, clock: createFakeClock(), fatal });

    const text = await metrics.registry.metrics();
    const found = (name: string) => text.split('\n').filter((line) => line.startsWith(`${name}{`)).length;
    expect({
      lines: found('x_stream_lines_total'),
      reconnects: found('x_stream_reconnects_total'),
      requests: found('x_api_requests_total'),
      records: found('ingester_records_total'),
      profiles: found('ingester_profiles_total'),
      gaps: found('ingester_gaps_total'),
      deadLetters: found('pipeline_dead_letters_total'),
    }).toEqual({
      lines: 7,
      reconnects: 14,
      requests: 24,
      records: 3,
      profiles: 2,
      gaps: 4,
      deadLetters: 13,
    });
    expect(text).toMatch(/^pipeline_dead_letters_total\{.*reason="LINE_TOO_LONG".*\} 0$/m);
  });
});
