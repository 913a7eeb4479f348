import type { KafkaMessage } from 'kafkajs';
import { createMetrics, PipelineError } from '@tdp/service';
import type { Codec } from '../codec/codec';
import type { DeadLetter } from '../dead-letters/dead-letters';
import { DecodeError, OutputError, RecordsRefusedError } from '../errors';
import { streamingMetrics } from '../metrics';
import type { EncodedRecord, OutputRecord } from '../producer/output-record';
import { createDeadLetterLimit } from './dead-letter-limit';
import { deadLetter, drop, ok, type Handle } from './handle';
import { processSlice, type ProcessSliceDeps } from './process-slice';

const message = (offset: number, value: string | null, key: string | null = `k${offset}`): KafkaMessage => ({
  offset: String(offset),
  key: key === null ? null : Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  timestamp: '1',
  attributes: 0,
  headers: { trace: 'x' },
});

/** A codec whose values are plain text; "poison" does not decode. */
const codec: Codec = {
  prepare: () => Promise.resolve(),
  load: () => Promise.resolve(),
  encode: (_topic, record) => Buffer.from(JSON.stringify(record)),
  decode(_topic, value) {
    if (value.toString() === 'poison') {
      throw new DecodeError('UNDECODABLE', 'no');
    }
    return { text: value.toString() };
  },
};

function setUp(handle: Handle, maxHandledRecords = Infinity) {
  const sent: OutputRecord[] = [];
  const letters: DeadLetter[] = [];
  const metrics = createMetrics({ service: 't', version: 't', commit: 't' });
  const sends: number[] = [];
  const producer = {
    encode(output: OutputRecord): EncodedRecord {
      if (output.key === 'too-large') {
        throw new OutputError('OUTPUT_TOO_LARGE', 'too large');
      }
      sent.push(output);
      return { topic: output.topic, message: { key: output.key, value: null }, bytes: 1 };
    },
    sendEncoded(records: readonly EncodedRecord[]): Promise<void> {
      sends.push(records.length);
      const refused = records
        .filter(({ message: { key } }) => key === 'refused')
        .map((record) => ({ record, error: new OutputError('OUTPUT_REFUSED', 'too large for Kafka') }));
      return refused.length > 0 ? Promise.reject(new RecordsRefusedError(refused)) : Promise.resolve();
    },
  };
  const deps: ProcessSliceDeps = {
    codec,
    producer,
    deadLetters: {
      send: (more) => {
        letters.push(...more);
        return Promise.resolve();
      },
    },
    limit: createDeadLetterLimit({ maxRatio: 0.5, windowRecords: 10, maxConsecutive: 100 }),
    handle,
    maxHandledRecords,
    stage: 'enricher',
    metrics: streamingMetrics(metrics),
    physicalTopic: (topic) => `p-${topic}`,
  };
  const run = (messages: readonly KafkaMessage[]) =>
    processSlice(deps, { topic: 'tweets-raw', partition: 2, messages });
  return { run, sent, sends, letters, metrics };
}

const forward: Handle = (slice) =>
  Promise.resolve(
    slice.map(({ key, record }) => ok([{ topic: 'tweets-enriched', key: String(key), record }])),
  );

describe('processing a slice', () => {
  it('produces the outputs of every record, in order, tombstones included', async () => {
    const { run, sent } = setUp(forward);
    expect(await run([message(1, 'a'), message(2, null), message(3, 'c')])).toBe('finished');
    expect(sent.map(({ key, record }) => [key, record])).toEqual([
      ['k1', { text: 'a' }],
      ['k2', null],
      ['k3', { text: 'c' }],
    ]);
  });

  it('dead-letters a poison record with its bytes and origin; its neighbours go on', async () => {
    const { run, sent, letters } = setUp(forward);
    await run([message(1, 'a'), message(2, 'poison'), message(3, 'c')]);
    expect(sent.map(({ key }) => key)).toEqual(['k1', 'k3']);
    expect(letters).toEqual([
      expect.objectContaining({
        key: Buffer.from('k2'),
        value: Buffer.from('poison'),
        headers: { trace: 'x' },
        reason: 'UNDECODABLE',
        step: 'decode',
        origin: { topic: 'p-tweets-raw', partition: 2, offset: '2' },
      }),
    ]);
  });

  it('dead-letters a tombstone without a key', async () => {
    const { run, letters } = setUp(forward);
    await run([message(1, null, null)]);
    expect(letters.map(({ reason }) => reason)).toEqual(['NULL_VALUE']);
  });

  it('matches results to records around poison ones', async () => {
    const { run, letters, sent } = setUp((slice) =>
      Promise.resolve(
        slice.map(({ offset }) => {
          if (offset === '3') {
            return deadLetter('BAD', new Error('bad'), 'step-a');
          }
          return offset === '4'
            ? drop('REMOVED')
            : ok([{ topic: 'tweets-enriched', key: offset, record: {} }]);
        }),
      ),
    );
    await run([message(1, 'poison'), message(2, 'b'), message(3, 'c'), message(4, 'd'), message(5, 'e')]);
    expect(letters.map(({ origin, step }) => [origin?.offset, step])).toEqual([
      ['1', 'decode'],
      ['3', 'step-a'],
    ]);
    expect(sent.map(({ key }) => key)).toEqual(['2', '5']);
  });

  it('dead-letters the input of an output that cannot be produced', async () => {
    const { run, letters } = setUp(forward);
    await run([message(1, 'a', 'too-large'), message(2, 'b')]);
    expect(letters.map(({ reason, step }) => [reason, step])).toEqual([['OUTPUT_TOO_LARGE', 'encode']]);
  });

  it('dead-letters the input of an output that Kafka refused, once, when the others are written', async () => {
    const { run, letters, metrics } = setUp((slice) =>
      Promise.resolve(
        slice.map(({ key, record }) => {
          const output = { topic: 'tweets-enriched' as const, key: String(key), record };
          return ok([output, output]);
        }),
      ),
    );
    expect(await run([message(1, 'a', 'refused'), message(2, 'b')])).toBe('finished');
    expect(letters.map(({ reason, step, origin }) => [reason, step, origin?.offset])).toEqual([
      ['OUTPUT_REFUSED', 'produce', '1'],
    ]);
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/pipeline_records_total\{[^}]*result="ok"[^}]*\} 1/);
    expect(text).toMatch(/pipeline_records_total\{[^}]*result="dead_lettered"[^}]*\} 1/);
  });

  it('stops at the limit when Kafka refuses everything', async () => {
    const { run, letters } = setUp(forward);
    const refused = Array.from({ length: 6 }, (_, index) => message(index, 'a', 'refused'));
    expect(await run(refused)).toBe('refused');
    expect(letters).toEqual([]);
  });

  it('counts every record once, by result', async () => {
    const { run, metrics } = setUp(forward);
    await run([message(1, 'a'), message(2, 'poison')]);
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/pipeline_records_total\{[^}]*result="ok"[^}]*\} 1/);
    expect(text).toMatch(/pipeline_records_total\{[^}]*result="dead_lettered"[^}]*\} 1/);
  });

  it('hands over no more records than asked for at once, and produces those of the slice together', async () => {
    const handed: string[][] = [];
    const { run, sent, sends, letters } = setUp((envelopes) => {
      handed.push(envelopes.map(({ offset }) => offset));
      return forward(envelopes);
    }, 2);
    await run([message(1, 'a'), message(2, 'poison'), message(3, 'c'), message(4, 'd'), message(5, 'e')]);
    expect(handed).toEqual([['1'], ['3', '4'], ['5']]);
    expect(sent.map(({ key }) => key)).toEqual(['k1', 'k3', 'k4', 'k5']);
    expect(sends).toEqual([4]);
    expect(letters.map(({ origin }) => origin?.offset)).toEqual(['2']);
  });

  it('takes no further slice once the limit has tripped', async () => {
    let handled = 0;
    const { run } = setUp((slice) => {
      handled += 1;
      return forward(slice);
    });
    await run(Array.from({ length: 6 }, (_, index) => message(index, 'poison')));
    expect(await run([message(7, 'a')])).toBe('refused');
    expect(handled).toBe(1);
  });

  it('refuses a slice past the dead-letter limit and sends none of it', async () => {
    const { run, letters, sent } = setUp(forward);
    const poison = Array.from({ length: 6 }, (_, index) => message(index, 'poison'));
    expect(await run(poison)).toBe('refused');
    expect([letters, sent]).toEqual([[], []]);
  });

  it('passes on what handle throws, for the loop to retry or to stop at', async () => {
    const error = new PipelineError('MONGO_UNAVAILABLE', 'writing', { retriable: true });
    const { run } = setUp(() => Promise.reject(error));
    await expect(run([message(1, 'a')])).rejects.toBe(error);
  });

  it('calls a handler that loses a result a bug', async () => {
    const { run } = setUp(() => Promise.resolve([]));
    await expect(run([message(1, 'a')])).rejects.toThrow(RangeError);
  });
});
