import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createManualClock } from '../../test/manual-clock';
import { temporaryDirs } from '../../test/temporary-dir';
import { drain, drainLag, type DrainOptions } from './drain';
import { readEmitted, type Version } from './emissions';

const newDir = temporaryDirs();

const versionOf = (id: string): Version => ({ id, chainId: id, emittedAt: 0 });

/** Only those of which this says so. */
const finding =
  (isFound: (id: string) => boolean) =>
  (versions: readonly Version[]): Promise<string[]> =>
    Promise.resolve(versions.flatMap(({ id }) => (isFound(id) ? [id] : [])));

function drainOptions(over: Partial<DrainOptions>): DrainOptions {
  return {
    versions: ['1', '2', '3'].map(versionOf),
    findStored: finding(() => true),
    findExplained: finding(() => false),
    clock: createManualClock(),
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...over,
  };
}

describe('readEmitted', () => {
  it('counts every line, each version once, and knows the chain of an edited one', async () => {
    const file = path.join(newDir(), 'emitted.txt');
    writeFileSync(file, '10 1\n11 2 10\n10 3\n12 4 12\n');
    expect(await readEmitted(file)).toEqual({
      posts: 4,
      versions: new Map([
        ['10', { id: '10', chainId: '10', emittedAt: 1 }],
        ['11', { id: '11', chainId: '10', emittedAt: 2 }],
        ['12', { id: '12', chainId: '12', emittedAt: 4 }],
      ]),
    });
  });
});

describe('drain', () => {
  it('waits for what is still under way', async () => {
    const clock = createManualClock();
    const remaining: number[] = [];
    const findStored = finding((id) => Number(id) * 1_000 <= clock.now());
    const lost = await drain(drainOptions({ clock, findStored, onProgress: (left) => remaining.push(left) }));
    expect(lost).toEqual([]);
    expect([remaining[0], remaining.at(-1)]).toEqual([3, 1]);
  });

  it('does not count as lost what is explained otherwise', async () => {
    const findStored = finding((id) => id !== '2');
    const findExplained = finding((id) => id === '2');
    expect(await drain(drainOptions({ findStored, findExplained }))).toEqual([]);
  });

  it('gives up when there is no progress any more, and tells what is lost', async () => {
    expect(await drain(drainOptions({ findStored: finding((id) => id === '1') }))).toEqual(['2', '3']);
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
