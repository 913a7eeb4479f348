import type { ServerResponse } from 'node:http';
import type { Profile, RecordTopicName, Tweet } from '@tdp/contracts';
import { readTopic } from '@tdp/streaming';
import { waitUntil } from '@tdp/testing';
import { endIngesters, runIngester } from '../test-support/ingester-run';
import { openStreamResponse, sendJson, type StreamScript } from '../test-support/x-server';

const TEXTS = [
  '👩🏽‍🚀 👨‍👩‍👧‍👦 🏳️‍🌈',
  '東京タワー𠮷野家 코리아',
  'שלום ‏مرحبا‎ עולם',
  'é é ﬁ ½',
  'nul \u0000 tab \t "quoted" \\',
];
interface Sent {
  readonly id: string;
  readonly text: string;
  readonly line: string;
}
const post = (number: number): Sent => {
  const id = String(1_700_000_000_000_000_000n + BigInt(number));
  const text = `${number} ${TEXTS[number % TEXTS.length] ?? ''}`;
  const data = { id, text, author_id: '42', created_at: '2026-01-15T10:35:00.000Z' };
  const includes = { users: [{ id: '42', username: 'author', name: 'Aiko 愛子' }] };
  return {
    id,
    text,
    line: `${JSON.stringify({ data, includes, matching_rules: [{ id: '1', tag: 't' }] })}\r\n`,
  };
};
const posts = (from: number, to: number): readonly Sent[] =>
  Array.from({ length: to - from }, (_, index) => post(from + index));

/** Writes bytes in pieces of this size, each a write of its own. */
async function writeSplit(response: ServerResponse, bytes: Buffer, size: number): Promise<void> {
  for (let at = 0; at < bytes.length; at += size) {
    response.write(bytes.subarray(at, at + size));
    await new Promise(setImmediate);
  }
}
const bytesOf = (sent: readonly Sent[]): Buffer => Buffer.from(sent.map(({ line }) => line).join('\r\n'));

afterEach(endIngesters);

/** Every post sent is in tweets-raw with the very text that was sent. */
async function expectAll(
  run: { read: <T>(topic: RecordTopicName) => Promise<readonly T[]> },
  sent: readonly Sent[],
) {
  const tweets = await run.read<Tweet>('tweets-raw');
  const texts = new Map(tweets.map(({ id, text }) => [id, text]));
  expect(sent.filter(({ id, text }) => texts.get(id) !== text)).toEqual([]);
  expect(texts.size).toBe(new Set(sent.map(({ id }) => id)).size);
}

describe('the ingester, from a real X API to a real broker', () => {
  it.each([1, 2, 3, 7, 1_000_000])('loses no character when the bytes come in pieces of %i', async (size) => {
    const sent = posts(0, 10);
    const started = await runIngester([
      async (response) => {
        openStreamResponse(response);
        await writeSplit(response, bytesOf(sent), size);
      },
    ]);
    await waitUntil(async () => (await started.total('tweets-raw')) >= sent.length);
    await expectAll(started, sent);
    const profiles = await started.read<Profile>('profiles-raw');
    expect(profiles.map(({ user }) => user.name)).toEqual(['Aiko 愛子']);
    expect(started.server.rules.length).toBeGreaterThan(10);
  });

  it('goes through every kind of failure and stores all that was sent', async () => {
    const lost = post(900);
    const scripts: StreamScript[] = [
      (response) => void response.destroy(),
      (response) => sendJson(response, 503, { title: 'Service Unavailable' }),
      (response) => {
        // The connection breaks in the middle of a post.
        openStreamResponse(response);
        response.write(Buffer.concat([bytesOf(posts(0, 20)), bytesOf([lost]).subarray(0, 60)]), () =>
          response.destroy(),
        );
      },
      (response) =>
        sendJson(response, 429, { title: 'ConnectionException', connection_issue: 'TooManyConnections' }),
      (response) => sendJson(response, 409, { title: 'no rules' }),
      (response) => {
        openStreamResponse(response);
        response.write(bytesOf(posts(15, 40)));
        response.end(
          '{"errors":[{"title":"operational-disconnect","type":"https://api.x.com/2/problems/operational-disconnect"}]}\r\n',
        );
      },
      (response) => {
        // Falls silent: the watchdog has to notice.
        openStreamResponse(response);
        response.write(bytesOf(posts(40, 60)));
      },
      (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>\n</html>'),
      (response) => {
        openStreamResponse(response);
        response.write(
          Buffer.concat([Buffer.from('{"new":"message"}\r\nnot json\n'), bytesOf(posts(60, 80))]),
        );
        const beat = setInterval(() => response.write('\r\n'), 100);
        response.on('close', () => clearInterval(beat));
      },
    ];
    const expectedAttempts = scripts.length;
    const started = await runIngester(scripts, { X_KEEP_ALIVE_TIMEOUT_MS: '1000' });
    await waitUntil(async () => (await started.total('tweets-raw')) >= 85);
    await expectAll(started, posts(0, 80));
    expect(started.server.streamRequests()).toHaveLength(expectedAttempts);
    const reasons = started.log
      .filter(({ msg }) => msg === 'stream lost; retrying')
      .map(({ reason }) => reason);
    expect(reasons).toEqual([
      'connection-failed',
      'http-error',
      'connection-lost',
      'too-many-connections',
      'no-rules',
      'disconnected-by-x',
      'keep-alive-timeout',
      'not-a-stream',
    ]);
    await waitUntil(async () => (await started.total('ingester-dlq')) === 2);
    const letters = await readTopic(started.kafka, 'ingester-dlq');
    expect(letters.map(({ value }) => String(value)).sort()).toEqual(['not json', '{"new":"message"}']);
    expect(started.errors).toEqual([]);
  });

  it('says once that the token is wrong, and stays up without asking X again', async () => {
    const started = await runIngester([(response) => sendJson(response, 401, { title: 'Unauthorized' })]);
    const refusals = () => started.log.filter(({ reason }) => reason === 'unauthorized');
    await waitUntil(() => refusals().length > 0);
    const checks = (started.service.ready ?? []).map((each) => each.check());
    expect(checks).toMatchObject([
      { ok: false, detail: expect.stringContaining('Unauthorized') },
      { ok: true },
    ]);
    expect(started.errors).toEqual([]);
    await started.stop();
    expect(refusals()).toHaveLength(1);
    expect(started.server.streamRequests()).toHaveLength(1);
  });

  it('acknowledges all it has read before it stops, in the middle of the stream', async () => {
    let number = 0;
    const started = await runIngester([
      async (response) => {
        openStreamResponse(response);
        while (!response.destroyed) {
          response.write(post(number++).line);
          await new Promise(setImmediate);
        }
      },
    ]);
    await waitUntil(async () => (await started.total('tweets-raw')) > 500);
    await started.stop();
    const tweets = await started.read<Tweet>('tweets-raw');
    const ids = tweets.map(({ id }) => Number(BigInt(id) - 1_700_000_000_000_000_000n)).sort((a, b) => a - b);
    // A gap would be a post that was read and then forgotten.
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => index));
    expect(ids.length).toBeLessThanOrEqual(number);
  });
});
