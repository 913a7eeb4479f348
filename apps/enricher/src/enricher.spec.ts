import { createMetrics, systemClock } from '@tdp/service';
import type { Envelope } from '@tdp/streaming';
import { buildTweet } from '@tdp/testing';
import { handleRecord } from './enricher';
import { createEnricherMetrics } from './metrics';

const metrics = createEnricherMetrics(createMetrics({ service: 't', version: 't', commit: 't' }));
const envelope = (key: string | null, record: object | null): Envelope => ({
  topic: 'tweets-raw',
  partition: 0,
  offset: '1',
  key,
  timestamp: 0,
  headers: {},
  record,
});

describe('handling a record', () => {
  it('sends the enriched post on under the same key', () => {
    const result = handleRecord(envelope('7', buildTweet({ id: '7' })), systemClock, metrics);
    expect(result).toMatchObject({
      kind: 'ok',
      value: [{ topic: 'tweets-enriched', key: '7', record: { kind: 'post' } }],
    });
  });

  it('passes a removal through', () => {
    expect(handleRecord(envelope('7', null), systemClock, metrics)).toEqual({
      kind: 'ok',
      value: [{ topic: 'tweets-enriched', key: '7', record: null }],
    });
  });

  it.each([['8'], [null]])('refuses a post under the key %j, which is not its id', (key) => {
    const result = handleRecord(envelope(key, buildTweet({ id: '7' })), systemClock, metrics);
    expect(result).toMatchObject({ kind: 'dlq', reason: 'KEY_MISMATCH' });
  });
});
