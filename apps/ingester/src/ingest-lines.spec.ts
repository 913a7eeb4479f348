import { OutputError, type DeadLetter, type EncodedRecord, type OutputRecord } from '@tdp/streaming';
import { createFakeClock } from '@tdp/service/testing';
import { observe } from '../test-support/observed';
import { createChangedProfiles } from './changed-profiles';
import { createIngestLines } from './ingest-lines';

/** Lines into a producer of our own interface, which acknowledges when told to. */
function setUp({ maxPendingRecords = 100, refuse = '' } = {}) {
  const { logger, metrics, valueOf, lines: log } = observe();
  const produced: string[] = [];
  const letters: DeadLetter[] = [];
  const errors: Error[] = [];
  const ages: (number | null)[] = [];
  const waiting: { count: number; resolve: () => void; reject: (error: Error) => void }[] = [];
  const producer = {
    encode({ topic, key }: OutputRecord): EncodedRecord {
      if (key === refuse) {
        throw new OutputError('OUTPUT_TOO_LARGE', 'too large');
      }
      return { topic, message: { key, value: Buffer.from('x') }, bytes: 1 };
    },
    sendEncoded(records: readonly EncodedRecord[]): Promise<void> {
      produced.push(...records.map(({ topic, message }) => `${topic} ${String(message.key)}`));
      return new Promise((resolve, reject) => waiting.push({ count: records.length, resolve, reject }));
    },
    pendingRecords: () => waiting.reduce((sum, { count }) => sum + count, 0),
  };
  const ingest = createIngestLines({
    source: 'stream',
    producer,
    deadLetters: { send: (sent) => Promise.resolve(void letters.push(...sent)) },
    profiles: createChangedProfiles({ maxUsers: 10 }),
    maxPendingRecords,
    observeAge: (createdAt) => ages.push(createdAt),
    metrics,
    logger,
    clock: createFakeClock(),
    fatal: (error) => errors.push(error),
  });
  const take = (...lines: string[]) =>
    ingest(
      lines.map((line) => Buffer.from(line)),
      1,
    );
  async function settle(how: (entry: (typeof waiting)[number]) => void): Promise<void> {
    waiting.splice(0).forEach(how);
    await new Promise(setImmediate);
  }
  return { take, settle, produced, letters, errors, ages, log, valueOf };
}

const line = (id: string, userName?: string): string =>
  JSON.stringify({
    data: { id, text: 't', author_id: '9', created_at: '2027-01-15T08:00:00.000Z' },
    ...(userName !== undefined && { includes: { users: [{ id: '9', name: userName }] } }),
  });

describe('ingesting lines', () => {
  it('produces posts, and a profile when it changed', async () => {
    const { take, settle, produced, ages, valueOf } = setUp();
    await take(line('1', 'a'), '', line('2', 'a'), line('3', 'b'));
    expect(produced).toEqual([
      'tweets-raw 1',
      'profiles-raw 9',
      'tweets-raw 2',
      'tweets-raw 3',
      'profiles-raw 9',
    ]);
    expect(await valueOf('ingester_records_total', { result: 'ok' })).toBe(0);
    await settle(({ resolve }) => resolve());
    expect(await valueOf('ingester_records_total', { result: 'ok' })).toBe(3);
    expect(ages).toEqual(Array(3).fill(Date.UTC(2027, 0, 15, 8)));
    expect(await valueOf('ingester_profiles_total', { outcome: 'produced' })).toBe(2);
    expect(await valueOf('ingester_profiles_total', { outcome: 'unchanged' })).toBe(1);
    expect(await valueOf('x_stream_lines_total', { kind: 'keep-alive' })).toBe(1);
  });

  it.each([
    ['{"data":{"id":12345678901234567890,"text":"t"}}', 'ID_NOT_A_STRING', null],
    ['{"data":{"id":"7","text":"t","created_at":"never"}}', 'CREATED_AT_MALFORMED', '7'],
    ['{"data":{"id":"7"', 'INVALID_JSON', null],
    ['{"something":"new"}', 'UNKNOWN_MESSAGE', null],
  ])('dead-letters %s with its bytes, and goes on', async (bad, reason, key) => {
    const { take, letters, produced, valueOf } = setUp();
    expect(await take(bad, line('1'))).toBeNull();
    expect(letters).toMatchObject([
      { reason, value: Buffer.from(bad), key: key === null ? null : Buffer.from(key) },
    ]);
    expect(produced).toEqual(['tweets-raw 1']);
    expect(await valueOf('ingester_records_total', { result: 'dead_lettered' })).toBe(1);
  });

  it.each([['1'], ['9']])(
    'produces nothing of a post when %s cannot be encoded, and dead-letters it',
    async (refuse) => {
      const { take, letters, produced } = setUp({ refuse });
      await take(line('1', 'a'), line('2'));
      expect(produced).toEqual(['tweets-raw 2']);
      expect(letters).toMatchObject([{ reason: 'OUTPUT_TOO_LARGE', value: Buffer.from(line('1', 'a')) }]);
    },
  );

  it("ends the connection on X's announcement, after the posts beside it", async () => {
    const { take, produced } = setUp();
    const goodbye =
      '{"errors":[{"title":"operational-disconnect","detail":"bye","type":"x/operational-disconnect"}]}';
    expect(await take(line('1'), goodbye, line('2'))).toMatchObject({
      reason: 'disconnected-by-x',
      next: 'network',
    });
    expect(produced).toEqual(['tweets-raw 1', 'tweets-raw 2']);
  });

  it('ends the connection at the first line of a page, and takes nothing of the rest for a post', async () => {
    const { take, produced, letters } = setUp();
    expect(await take('<html>', '<body>', 'text')).toMatchObject({ reason: 'not-a-stream' });
    expect([produced, letters]).toEqual([[], []]);
  });

  it('reads no further while too much is unacknowledged', async () => {
    const { take, settle } = setUp({ maxPendingRecords: 1 });
    let done = false;
    const taken = take(line('1'), line('2')).then(() => (done = true));
    await new Promise(setImmediate);
    expect(done).toBe(false);
    await settle(({ resolve }) => resolve());
    await taken;
    expect(done).toBe(true);
  });

  it('ends the process when producing fails for good', async () => {
    const { take, settle, errors } = setUp();
    await take(line('1'));
    await settle(({ reject }) => reject(new Error('not authorised')));
    expect(errors).toEqual([new Error('not authorised')]);
  });
});
