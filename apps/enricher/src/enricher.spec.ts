import { systemClock } from '@tdp/service';
import type { Envelope } from '@tdp/streaming';
import { AN_INSTANT, buildTweet } from '@tdp/testing';
import { createRecordHandler } from './enricher';
import { createEnrich, createSteps, type StepFailure } from './pipeline';

const ages: (number | null)[] = [];
const failures: StepFailure[] = [];
const handle = createRecordHandler({
  enrich: createEnrich(createSteps({ topics: null })),
  clock: systemClock,
  observeAge: (createdAt) => void ages.push(createdAt),
  reportFailures: (_envelope, failed) => void failures.push(...failed),
});
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
    const result = handle(envelope('7', buildTweet({ id: '7' })));
    expect(result).toMatchObject({
      kind: 'ok',
      value: [{ topic: 'tweets-enriched', key: '7', record: { conversation: { kind: 'post' } } }],
    });
    expect(ages).toEqual([AN_INSTANT]);
    expect(failures).toEqual([]);
  });

  it('sends a post on that one step failed for, and reports it', () => {
    const result = handle(envelope('7', buildTweet({ id: '7', createdAt: Number.MAX_SAFE_INTEGER })));
    expect(result).toMatchObject({ kind: 'ok', value: [{ record: { created: null } }] });
    expect(failures).toEqual([{ step: 'created', error: expect.any(RangeError) }]);
  });

  it('passes a removal through, with its headers', () => {
    expect(handle({ ...envelope('7', null), headers: { whose: 'word' } })).toEqual({
      kind: 'ok',
      value: [{ topic: 'tweets-enriched', key: '7', record: null, headers: { whose: 'word' } }],
    });
  });

  it('sends a post that is enriched again on as such, and takes no interest in its age', () => {
    ages.length = 0;
    const again = {
      ...envelope('7', buildTweet({ id: '7' })),
      headers: { 'tdp.again': 'topics', other: 'x' },
    };
    expect(handle({ ...again, topic: 'tweets-stored' })).toMatchObject({
      kind: 'ok',
      value: [{ topic: 'tweets-enriched', key: '7', headers: { 'tdp.again': 'topics' } }],
    });
    expect(ages).toEqual([]);
  });

  it.each([['8'], [null]])('refuses a post under the key %j, which is not its id', (key) => {
    const result = handle(envelope(key, buildTweet({ id: '7' })));
    expect(result).toMatchObject({ kind: 'dlq', reason: 'KEY_MISMATCH' });
  });
});
