import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../test/manual-clock';
import { temporaryDirs } from '../../test/temporary-dir';
import { drain, drainLag, readEmitted, type DrainOptions } from './drain';

const newDir = temporaryDirs();

function drainOptions(over: Partial<DrainOptions>): DrainOptions {
  return {
    ids: new Set(['1', '2', '3']),
    findStored: (ids) => Promise.resolve(ids),
    deadLetteredIds: () => Promise.resolve(new Set<string>()),
    clock: createManualClock(),
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...over,
  };
}

describe('readEmitted', () => {
  it('counts every line and each id once', async () => {
    const file = path.join(newDir(), 'emitted.txt');
    writeFileSync(file, '10 1\n11 2\n10 3\n');
    expect(await readEmitted(file)).toEqual({ posts: 3, ids: new Set(['10', '11']) });
  });
});

describe('drain', () => {
  it('waits for what is still under way', async () => {
    const clock = createManualClock();
    const remaining: number[] = [];
    const findStored = (ids: readonly string[]): Promise<readonly string[]> =>
      Promise.resolve(ids.filter((id) => Number(id) * 1_000 <= clock.now()));
    const lost = await drain(drainOptions({ clock, findStored, onProgress: (left) => remaining.push(left) }));
    expect(lost).toEqual([]);
    expect([remaining[0], remaining.at(-1)]).toEqual([3, 1]);
  });

  it('does not count a dead-lettered post as lost', async () => {
    const findStored = (ids: readonly string[]): Promise<readonly string[]> =>
      Promise.resolve(ids.filter((id) => id !== '2'));
    const deadLetteredIds = (): Promise<Set<string>> => Promise.resolve(new Set(['2']));
    expect(await drain(drainOptions({ findStored, deadLetteredIds }))).toEqual([]);
  });

  it('gives up when there is no progress any more, and tells what is lost', async () => {
    const findStored = (ids: readonly string[]): Promise<readonly string[]> =>
      Promise.resolve(ids.filter((id) => id === '1'));
    expect(await drain(drainOptions({ findStored }))).toEqual(['2', '3']);
  });

  it('asks for many posts in pieces', async () => {
    const sizes: number[] = [];
    const ids = new Set(Array.from({ length: 12_000 }, (_, index) => String(index)));
    const findStored = (chunk: readonly string[]): Promise<readonly string[]> => {
      sizes.push(chunk.length);
      return Promise.resolve(chunk);
    };
    await drain(drainOptions({ ids, findStored }));
    expect(sizes).toEqual([5_000, 5_000, 2_000]);
  });
});

describe('drainLag', () => {
  it('waits until the lag is gone', async () => {
    const lags = [7, 3, 0];
    const seen: number[] = [];
    const options = { clock: createManualClock(), onProgress: (left: number) => seen.push(left) };
    await drainLag(() => Promise.resolve(lags.shift() ?? 0), {
      ...options,
      signal: new AbortController().signal,
    });
    expect(seen).toEqual([7, 3]);
  });
});
