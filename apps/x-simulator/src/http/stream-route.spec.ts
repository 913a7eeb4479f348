import { mkdtempSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitUntil } from '@tdp/testing';
import { toNewSpelling } from '../../test-support/new-spelling';
import { hasOpenApi, validateAgainstOpenApi } from '../../test-support/openapi';
import { ALL, BROAD, EVERYTHING, lineCount } from '../../test-support/requests';
import { AUTHORIZED, startSimulator, type RunningSimulator } from '../../test-support/start-simulator';
import type { XIncludes, XPost } from '../wire';

// A world is made for each simulator, and X's description is large: a busy machine needs its time for both.
jest.setTimeout(60_000);

interface Line {
  readonly data: XPost;
  readonly includes?: XIncludes;
  readonly matching_rules: readonly { readonly tag: string }[];
}
const linesOf = (text: string): readonly Line[] =>
  text
    .slice(0, text.lastIndexOf('\r\n'))
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

const eventually = (holds: () => Promise<boolean>) => waitUntil(holds, { timeoutMs: 50_000 });
const moment = () => new Promise((resolve) => setTimeout(resolve, 100));

let simulator: RunningSimulator;
const start = async (env: Record<string, string> = {}): Promise<void> => {
  simulator = await startSimulator({ X_SIMULATOR_RATE: '2000', ...env });
};
afterEach(() => simulator.stop());

/** A client that never reads. */
async function connectAndStall(): Promise<http.ClientRequest> {
  const request = http.get(`${simulator.url}/2/tweets/search/stream${EVERYTHING}`, { headers: AUTHORIZED });
  request.on('error', () => undefined);
  const response = await new Promise<http.IncomingMessage>((resolve) => request.once('response', resolve));
  response.on('error', () => undefined);
  response.pause();
  return request;
}

describe('the filtered stream', () => {
  it('delivers matching posts with \\r\\n, each id once, with the rules that matched', async () => {
    await start();
    await simulator.addRule('coffee lang:en', 'morning');
    const posts = linesOf(await simulator.readStream('?tweet.fields=lang', (text) => lineCount(text) > 100));
    expect(posts.length).toBeGreaterThan(99);
    expect(new Set(posts.map(({ data }) => data.id)).size).toBe(posts.length);
    expect(new Set(posts.map(({ data }) => data.lang))).toEqual(new Set(['en']));
    expect(new Set(posts.flatMap(({ matching_rules: rules }) => rules.map(({ tag }) => tag)))).toEqual(
      new Set(['morning']),
    );
  });

  it('follows a change of the rules without a new connection', async () => {
    await start();
    await simulator.addRule('coffee', 'first');
    let added: Promise<void> | undefined;
    const text = await simulator.readStream('', (soFar) => {
      if (lineCount(soFar) > 10) {
        added ??= simulator.addRule('music', 'second');
      }
      return soFar.includes('"second"');
    });
    await added;
    expect(text).toContain('"first"');
  });

  it('keeps a connection alive with bare line ends when nothing matches', async () => {
    await start({ X_SIMULATOR_KEEP_ALIVE_MS: '20' });
    await simulator.addRule('wordthatnobodywrites');
    expect(await simulator.readStream('', (text) => text.length >= 6)).toMatch(/^(\r\n)+$/);
  });

  it('stops and goes on when told to, the connection open', async () => {
    await start({ X_SIMULATOR_KEEP_ALIVE_MS: '20' });
    await simulator.addRule(BROAD);
    let paused: Promise<unknown> | undefined;
    let resumed: Promise<unknown> | undefined;
    const text = await simulator.readStream('', (soFar) => {
      if (lineCount(soFar) > 20) {
        paused ??= simulator.control('POST', 'pause');
      }
      if (paused !== undefined && soFar.endsWith('\r\n\r\n')) {
        resumed ??= simulator.control('POST', 'resume');
      }
      return resumed !== undefined && lineCount(soFar) > 400;
    });
    await Promise.all([paused, resumed]);
    expect(text).toContain('\r\n\r\n');
  });

  it.each([
    ['without rules', '', 409, 'RuleConfigurationIssue'],
    ['with an unknown field', '?tweet.fields=mood', 400, 'mood'],
  ])('refuses a connection %s', async (_what, query, status, detail) => {
    await start();
    const response = await simulator.get(`/2/tweets/search/stream${query}`);
    expect(response.status).toBe(status);
    expect(JSON.stringify(response.body)).toContain(detail);
  });

  it('refuses a second connection with the documented body', async () => {
    await start();
    await simulator.addRule(BROAD);
    let second: Promise<{ status: number; body: unknown }> | undefined;
    await simulator.readStream('', (text) => {
      second ??= text === '' ? undefined : simulator.get('/2/tweets/search/stream');
      return lineCount(text) > 300;
    });
    expect(await second).toMatchObject({ status: 429, body: { connection_issue: 'TooManyConnections' } });
  });

  it('delivers the same posts to every connection, as each asked for them', async () => {
    await start({ X_SIMULATOR_MAX_CONNECTIONS: '2' });
    await simulator.addRule(BROAD);
    let plain: Promise<string> | undefined;
    const full = await simulator.readStream('?tweet.fields=lang', (text) => {
      plain ??= simulator.readStream('', (soFar) => lineCount(soFar) > 200);
      return lineCount(text) > 2_000;
    });
    const byId = new Map(linesOf(full).map(({ data }) => [data.id, data]));
    for (const { data } of linesOf((await plain) ?? '').slice(0, 100)) {
      expect(byId.get(data.id)).toEqual({ ...data, lang: expect.any(String) as string });
    }
  });

  (hasOpenApi ? it : it.skip)(
    "delivers lines as X's description has them, edits and articles too (skipped where it is absent)",
    async () => {
      await start({ X_SIMULATOR_EDIT_SHARE: '0.5', X_SIMULATOR_EDIT_DELAY_MS: '100' });
      await simulator.addRule(ALL);
      const isRich = (text: string): boolean =>
        lineCount(text) > 500 &&
        text.includes('"plain_text"') &&
        /"edit_history_tweet_ids":\["\d+","/.test(text);
      const lines = linesOf(await simulator.readStream(EVERYTHING, isRich));
      const isRare = ({ data }: Line) => data.article ?? data.edit_history_tweet_ids?.[1] ?? data.note_tweet;
      const some = [...lines.slice(0, 100), ...lines.slice(100).filter(isRare).slice(0, 50)];
      const problems = some.flatMap((line) =>
        validateAgainstOpenApi('GET', '/2/tweets/search/stream', 200, toNewSpelling(line)),
      );
      expect(problems).toEqual([]);
    },
  );
});

describe('the emission log', () => {
  it('has every post that a client received, with its chain, in the order of the stream', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'emitted-')), 'emitted.txt');
    await start({
      X_SIMULATOR_EMITTED_FILE: file,
      X_SIMULATOR_EDIT_SHARE: '1',
      X_SIMULATOR_EDIT_DELAY_MS: '200',
    });
    await simulator.addRule(ALL);
    const received = linesOf(await simulator.readStream('', (text) => lineCount(text) > 1_000));
    const logged = readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(' '));
    expect(logged.slice(0, received.length).map(([id, , chainId]) => [id, chainId])).toEqual(
      received.map(({ data }) => [data.id, data.edit_history_tweet_ids?.[0]]),
    );
    expect(received.some(({ data }) => data.edit_history_tweet_ids?.length === 2)).toBe(true);
  });

  it('tells watchers id, time and chain', async () => {
    await start();
    await simulator.addRule(BROAD);
    const watching = fetch(`${simulator.url}/simulator/emissions`);
    let first: string | undefined;
    const watched = watching.then(async ({ body }) => {
      const reader = (body as ReadableStream<Uint8Array>).getReader();
      [first] = new TextDecoder().decode((await reader.read()).value).split('\n');
      await reader.cancel();
    });
    await simulator.readStream('', () => first !== undefined);
    await watched;
    const emitted = JSON.parse(first ?? '') as { id: string };
    expect(emitted).toEqual({
      id: expect.stringMatching(/^\d+$/) as string,
      emittedAt: expect.any(Number) as number,
      chainId: emitted.id,
    });
  });
});

describe('a client that reads too slowly', () => {
  const RATE = { X_SIMULATOR_RATE: '50000' };

  it('is waited for: nothing is emitted beyond what the sockets take', async () => {
    await start(RATE);
    await simulator.addRule(BROAD);
    const request = await connectAndStall();
    let before = -1;
    await eventually(async () => {
      await moment();
      const { emitted } = await simulator.status();
      const isStill = emitted > 0 && emitted === before;
      before = emitted;
      return isStill;
    });
    request.destroy();
    // Socket buffers hold some megabytes at most; at this rate a second would be 150.
    expect(before).toBeLessThan(20_000);
  });

  it.each([
    ['after a time', { X_SIMULATOR_SLOW_READER_MS: '300' }],
    ['when too much waits for it', { X_SIMULATOR_SLOW_READER_BYTES: '1000000' }],
  ])('is disconnected %s if X is to do what it does, and what it missed is counted', async (_when, limit) => {
    await start({ ...RATE, ...limit, X_SIMULATOR_SLOW_READER: 'disconnect' });
    await simulator.addRule(BROAD);
    const request = await connectAndStall();
    await eventually(async () => (await simulator.status()).slowReaders === 1);
    const { connections, emitted, undelivered } = await simulator.status();
    request.destroy();
    expect(connections).toBe(0);
    expect(undelivered).toBeGreaterThan(0);
    expect(undelivered).toBeLessThan(emitted);
    // There is room for the next connection.
    await simulator.readStream('', (text) => lineCount(text) > 10);
  });
});

describe('while nobody is connected', () => {
  const readSome = () => simulator.readStream('', (text) => lineCount(text) > 10);
  const settled = async () => {
    await eventually(async () => (await simulator.status()).connections === 0);
    return simulator.status();
  };

  it('emits nothing', async () => {
    await start();
    await simulator.addRule(BROAD);
    await readSome();
    const { emitted } = await settled();
    await moment();
    expect((await simulator.status()).emitted).toBe(emitted);
  });

  it('goes on emitting if X is to do what it does, though not before somebody was', async () => {
    await start({ X_SIMULATOR_WHEN_ALONE: 'emit' });
    await simulator.addRule(BROAD);
    await moment();
    expect((await simulator.status()).emitted).toBe(0);
    await readSome();
    const { emitted, undelivered } = await settled();
    await eventually(async () => (await simulator.status()).emitted > emitted + 100);
    const later = await simulator.status();
    expect(later.undelivered - undelivered).toBeGreaterThan(99);
    expect(later.undelivered).toBeLessThan(later.emitted);
  });
});
