import {
  OutputError,
  RecordsRefusedError,
  type DeadLetter,
  type EncodedRecord,
  type OutputRecord,
} from '@tdp/streaming';
import { createFakeClock } from '@tdp/service/testing';
import { observe } from '../../test-support/observed';
import { observationOf } from '../../test-support/pages';
import type { Delivery } from '../observation';
import { createChangedProfiles } from './changed-profiles';
import { createPublisher } from './publisher';

const RECORD_BYTES = 100;
const PLENTY = { records: 100, bytes: 1_000_000 };

/** Deliveries into a producer of our own interface, which acknowledges when told to. */
function setUp({ maxPending = PLENTY, refuse = '' } = {}) {
  const { logger, metrics, valueOf, lines: log } = observe();
  const produced: string[] = [];
  const letters: DeadLetter[] = [];
  const errors: Error[] = [];
  const ages: (number | null)[] = [];
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const acknowledgement = () => new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
  const producer = {
    encode({ topic, key }: OutputRecord): EncodedRecord {
      if (key === refuse) {
        throw new OutputError('OUTPUT_TOO_LARGE', 'too large');
      }
      return { topic, message: { key, value: Buffer.from('x') }, bytes: RECORD_BYTES };
    },
    sendEncoded(records: readonly EncodedRecord[]): Promise<void> {
      produced.push(...records.map(({ topic, message }) => `${topic} ${String(message.key)}`));
      return records.length === 0 ? Promise.resolve() : acknowledgement();
    },
  };
  const publisher = createPublisher({
    producer,
    deadLetters: {
      send: (sent) => {
        letters.push(...sent);
        return acknowledgement();
      },
    },
    profiles: createChangedProfiles({ maxUsers: 10, daily: false }),
    maxPending,
    observeAge: (createdAt) => ages.push(createdAt),
    metrics,
    logger,
    clock: createFakeClock(),
    fatal: (error) => errors.push(error),
  });
  async function settle(how: (entry: (typeof waiting)[number]) => void = ({ resolve }) => resolve()) {
    waiting.splice(0).forEach(how);
    await new Promise(setImmediate);
  }
  return { publisher, settle, produced, letters, errors, ages, log, valueOf };
}

/** Whether a promise has settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  void promise.finally(() => (settled = true));
  await new Promise(setImmediate);
  return settled;
}

const post = (id: string) => ({ id, text: 't', author_id: '9', created_at: '2027-01-15T08:00:00.000Z' });
const line = (id: string, name?: string): Delivery =>
  observationOf({ data: post(id), ...(name !== undefined && { includes: { users: [{ id: '9', name }] } }) });
const unreadable = (text: string): Delivery => ({
  kind: 'unreadable',
  bytes: Buffer.from(text),
  reason: 'INVALID_JSON',
  message: 'the line is not JSON',
  id: null,
});

/** A page of X's recent search: the posts share their author. */
const page = observationOf(
  {
    data: [post('30'), post('20'), post('10')],
    includes: { users: [{ id: '9', name: 'a' }] },
    meta: { newest_id: '30', oldest_id: '10', result_count: 3 },
  },
  'search',
);

describe('publishing', () => {
  it('produces posts, and a profile when it changed', async () => {
    const { publisher, settle, produced, ages, valueOf } = setUp();
    await publisher.publish([line('1', 'a'), line('2', 'a'), line('3', 'b')]);
    expect(produced).toEqual([
      'tweets-raw 1',
      'profiles-raw 9',
      'tweets-raw 2',
      'tweets-raw 3',
      'profiles-raw 9',
    ]);
    expect(await valueOf('ingester_records_total', { result: 'ok' })).toBe(0);
    await settle();
    expect(await valueOf('ingester_records_total', { result: 'ok' })).toBe(3);
    expect(ages).toEqual(Array(3).fill(Date.UTC(2027, 0, 15, 8)));
    expect(await valueOf('ingester_profiles_total', { outcome: 'produced' })).toBe(2);
    expect(await valueOf('ingester_profiles_total', { outcome: 'unchanged' })).toBe(1);
  });

  it('takes a page of several posts as it takes a line', async () => {
    const { publisher, settle, produced, valueOf } = setUp();
    let acknowledged = 0;
    await publisher.publish([page], () => (acknowledged += 1));
    expect(produced).toEqual(['tweets-raw 30', 'tweets-raw 20', 'tweets-raw 10', 'profiles-raw 9']);
    expect(await valueOf('ingester_pending_bytes')).toBe(4 * RECORD_BYTES);
    expect(acknowledged).toBe(0);
    await settle();
    expect(acknowledged).toBe(1);
    expect(await valueOf('ingester_records_total', { result: 'ok' })).toBe(3);
    expect(await valueOf('ingester_pending_bytes')).toBe(0);
  });

  it('produces other versions of a post, which are neither new posts nor fresh', async () => {
    const { publisher, settle, produced, ages, valueOf } = setUp();
    const newer = { ...post('2'), edit_history_tweet_ids: ['1', '2'] };
    await publisher.publish([observationOf({ data: newer, includes: { tweets: [post('1')] } })]);
    await settle();
    expect(produced).toEqual(['tweets-raw 1', 'tweets-raw 2']);
    expect(ages).toHaveLength(1);
    expect(await valueOf('ingester_records_total', { result: 'version' })).toBe(1);
  });

  it('ends the process when producing fails for good, and acknowledges nothing', async () => {
    const { publisher, settle, errors } = setUp();
    let acknowledged = 0;
    await publisher.publish([line('1')], () => (acknowledged += 1));
    await settle(({ reject }) => reject(new Error('not authorised')));
    expect(errors).toEqual([new Error('not authorised')]);
    expect(acknowledged).toBe(0);
  });
});

describe('dead letters', () => {
  it.each([
    ['{"data":{"id":12345678901234567890,"text":"t"}}', 'ID_NOT_A_STRING', null],
    ['{"data":{"id":"7","text":"t","created_at":"never"}}', 'CREATED_AT_MALFORMED', '7'],
  ])('take %s with its bytes, and its neighbours go on', async (bad, reason, key) => {
    const { publisher, settle, letters, produced, valueOf } = setUp();
    let acknowledged = 0;
    await publisher.publish([observationOf(bad), line('1')], () => (acknowledged += 1));
    expect(letters).toMatchObject([
      { reason, value: Buffer.from(bad), key: key === null ? null : Buffer.from(key) },
    ]);
    expect(produced).toEqual(['tweets-raw 1']);
    expect(acknowledged).toBe(0);
    await settle();
    expect(acknowledged).toBe(1);
    expect(await valueOf('ingester_records_total', { result: 'dead_lettered' })).toBe(1);
  });

  it('take what is no observation, in a memory of their own', async () => {
    const { publisher, letters, log } = setUp();
    const bytes = Buffer.from('no json');
    await publisher.publish([{ ...unreadable(''), bytes }]);
    bytes.fill(0);
    expect(letters).toMatchObject([{ reason: 'INVALID_JSON', key: null, value: Buffer.from('no json') }]);
    expect(log).toMatchObject([{ reason: 'INVALID_JSON', detail: 'the line is not JSON' }]);
  });

  it.each([
    ['1', ['profiles-raw 9', 'tweets-raw 2'], '1'],
    ['9', ['tweets-raw 1', 'tweets-raw 2'], null],
  ])('take a line of which %s cannot be encoded; what can is produced', async (refuse, rest, key) => {
    const { publisher, letters, produced } = setUp({ refuse });
    const bad = line('1', 'a');
    await publisher.publish([bad, line('2')]);
    expect(produced).toEqual(rest);
    expect(letters).toMatchObject([
      { reason: 'OUTPUT_TOO_LARGE', value: bad.bytes, key: key === null ? null : Buffer.from(key) },
    ]);
  });

  it('take a page once, whole, and tell what is wrong with which of its posts', async () => {
    const { publisher, letters, produced, settle, valueOf } = setUp({ refuse: '20' });
    const data = [{ ...post('30'), text: null }, post('20'), post('10')];
    await publisher.publish([observationOf({ data }, 'search')]);
    await settle();
    expect(produced).toEqual(['tweets-raw 10']);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({ reason: 'TEXT_MISSING', key: null });
    expect(letters[0]?.error.message).toBe('30: the post has no text; 20: too large');
    expect(await valueOf('ingester_records_total', { result: 'dead_lettered' })).toBe(2);
  });

  it('take a record that Kafka refused, as it would have been; its neighbours are written', async () => {
    const { publisher, letters, settle, errors, valueOf } = setUp();
    let acknowledged = 0;
    await publisher.publish([line('1'), line('2')], () => (acknowledged += 1));
    const message = { key: '1', value: Buffer.from('encoded') };
    const error = new OutputError('OUTPUT_REFUSED', 'larger than the topic takes');
    const refused = [{ record: { topic: 'tweets-raw' as const, message, bytes: 1 }, error }];
    await settle(({ reject }) => reject(new RecordsRefusedError(refused)));
    expect(letters).toMatchObject([
      { key: Buffer.from('1'), value: Buffer.from('encoded'), reason: 'OUTPUT_REFUSED' },
    ]);
    expect(acknowledged).toBe(0);
    await settle();
    expect(acknowledged).toBe(1);
    expect(errors).toEqual([]);
    expect(await valueOf('ingester_records_total', { result: 'ok' })).toBe(1);
    expect(await valueOf('ingester_records_total', { result: 'dead_lettered' })).toBe(1);
  });

  it('are cut where Kafka would not take them, and say so', async () => {
    const { publisher, letters } = setUp({ maxPending: { records: 1, bytes: 5_000_000 } });
    await publisher.publish([observationOf({ data: { text: 'x'.repeat(3_000_000) } })]);
    expect(letters[0]?.value?.length).toBe(1_900_000);
    expect(letters[0]?.error.message).toMatch(/the first 1900000 of 30000\d\d bytes are kept/);
  });
});

describe('back-pressure', () => {
  it.each([
    ['records', { records: 1, bytes: 1_000_000 }],
    ['bytes', { records: 100, bytes: RECORD_BYTES }],
  ])('waits while too many %s are unacknowledged', async (_, maxPending) => {
    const { publisher, settle } = setUp({ maxPending });
    expect(await isSettled(publisher.publish([line('1')]))).toBe(true);
    const second = publisher.publish([line('2')]);
    expect(await isSettled(second)).toBe(false);
    expect(await isSettled(publisher.room())).toBe(false);
    await settle();
    expect(await isSettled(second)).toBe(true);
    expect(await isSettled(publisher.room())).toBe(true);
  });

  it('counts dead letters too', async () => {
    const { publisher, settle } = setUp({ maxPending: { records: 100, bytes: 6 } });
    const published = publisher.publish([unreadable('no json')]);
    expect(await isSettled(published)).toBe(false);
    await settle();
    expect(await isSettled(published)).toBe(true);
  });

  it('is idle when everything is acknowledged', async () => {
    const { publisher, settle } = setUp();
    await publisher.publish([line('1')]);
    const idle = publisher.idle();
    expect(await isSettled(idle)).toBe(false);
    await settle();
    expect(await isSettled(idle)).toBe(true);
  });
});
