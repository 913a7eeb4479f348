import { createMetrics } from '@tdp/service';
import { createRecordingLogger } from '@tdp/service/testing';
import type { Envelope } from '@tdp/streaming';
import { createEnricherMetrics } from './metrics';
import { createStepFailures } from './step-failures';

const envelope: Envelope = {
  topic: 'tweets-raw',
  partition: 2,
  offset: '41',
  key: '7',
  timestamp: 0,
  headers: {},
  record: {},
};

it('counts every failure of a step from zero on, and logs each kind once', async () => {
  const { logger, lines } = createRecordingLogger();
  const metrics = createMetrics({ service: 't', version: 't', commit: 't' });
  const report = createStepFailures({
    metrics: createEnricherMetrics(metrics),
    logger,
    steps: ['tags', 'created'],
  });
  const failures = async () => {
    const { values } = (await metrics.registry.getSingleMetric('enricher_step_failures_total')?.get()) ?? {};
    return values?.map(({ labels, value }) => [labels['step'], value]);
  };
  expect(await failures()).toEqual([
    ['tags', 0],
    ['created', 0],
  ]);

  report(envelope, []);
  report(envelope, [
    { step: 'tags', error: new Error('a') },
    { step: 'tags', error: new Error('b') },
  ]);
  report(envelope, [{ step: 'tags', error: new TypeError('c') }]);

  expect(await failures()).toEqual([
    ['tags', 3],
    ['created', 0],
  ]);
  expect(lines).toMatchObject([
    { level: 'warn', step: 'tags', topic: 'tweets-raw', partition: 2, offset: '41', err: { message: 'a' } },
    { step: 'tags', err: { type: 'TypeError', message: 'c' } },
  ]);
});
