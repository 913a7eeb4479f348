import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createFakeClock } from '@tdp/service/testing';
import { createCredentials } from './credentials';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'credentials-test-'));
  file = path.join(folder, 'token');
});
afterEach(() => rm(folder, { recursive: true }));

const LONG_MS = 60_000;

describe('credentials', () => {
  it.each([
    ['a token', { X_BEARER_TOKEN: 't' }, { bearerToken: 't' }],
    ['key and secret', { X_API_KEY: 'k', X_API_SECRET: 's' }, { apiKey: 'k', apiSecret: 's' }],
    [
      'a token rather than key and secret',
      { X_BEARER_TOKEN: 't', X_API_KEY: 'k', X_API_SECRET: 's' },
      { bearerToken: 't' },
    ],
  ])('are %s', (_, settings, expected) => {
    expect(createCredentials({ settings, files: {}, clock: createFakeClock() }).current()).toEqual(expected);
  });

  it('are replaced when their file holds others', async () => {
    await writeFile(file, 'old\n');
    const clock = createFakeClock();
    const settings = { X_BEARER_TOKEN: 'old' };
    const credentials = createCredentials({ settings, files: { X_BEARER_TOKEN: file }, clock });
    let replaced = false;
    const waiting = credentials.replaced(new AbortController().signal).then(() => (replaced = true));
    await clock.advance(LONG_MS);
    expect(replaced).toBe(false);
    // As a secret is mounted anew: gone for a moment, empty for another.
    await rm(file);
    await clock.advance(LONG_MS);
    await writeFile(file, '');
    await clock.advance(LONG_MS);
    expect(credentials.current()).toEqual({ bearerToken: 'old' });
    await writeFile(file, 'new\n');
    while (!replaced) {
      await clock.advance(LONG_MS);
    }
    await waiting;
    expect(credentials.current()).toEqual({ bearerToken: 'new' });
  });

  it('are never replaced when they come from no file', async () => {
    const clock = createFakeClock();
    const credentials = createCredentials({ settings: { X_BEARER_TOKEN: 't' }, files: {}, clock });
    const stopping = new AbortController();
    const waiting = credentials.replaced(stopping.signal);
    await clock.advance(LONG_MS);
    stopping.abort(new Error('stopping'));
    await expect(waiting).rejects.toThrow('stopping');
  });
});
