import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { systemClock } from '@tdp/service';
import { temporaryDirs } from '../../test/temporary-dir';
import { formatIdentity, identify, isRunning } from './process-identity';
import { findOwner, openStackDir } from './stack-dir';

const newDir = temporaryDirs();

function options(fresh = true): { fresh: boolean; clock: typeof systemClock; log: () => void } {
  return { fresh, clock: systemClock, log: () => undefined };
}

describe('openStackDir', () => {
  it('is refused while another process has the folder', async () => {
    const dir = newDir();
    writeFileSync(path.join(dir, 'owner.pid'), formatIdentity(identify(process.ppid)));
    await expect(openStackDir(dir, options())).rejects.toThrow(`(process ${process.ppid})`);
    expect(await findOwner(dir)).toBe(process.ppid);
  });

  it('takes over from a process that is gone, and stops what it left behind', async () => {
    const dir = newDir();
    const orphan = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    const identity = identify(orphan.pid as number);
    mkdirSync(path.join(dir, 'pids'));
    writeFileSync(path.join(dir, 'pids', 'kafka.pid'), formatIdentity(identity));
    writeFileSync(path.join(dir, 'owner.pid'), '4194305 1\n');
    await openStackDir(dir, options());
    expect(isRunning(identity)).toBe(false);
    expect(readdirSync(path.join(dir, 'pids'))).toEqual([]);
    expect(await findOwner(dir)).toBe(process.pid);
  });

  it('leaves alone a process that merely got the same id', async () => {
    const dir = newDir();
    mkdirSync(path.join(dir, 'pids'));
    writeFileSync(path.join(dir, 'pids', 'kafka.pid'), `${process.pid} 1\n`);
    await openStackDir(dir, options());
    expect(readdirSync(path.join(dir, 'pids'))).toEqual([]);
  });

  it.each([
    [true, false],
    [false, true],
  ])('with fresh %s has the earlier data: %s', async (fresh, kept) => {
    const dir = newDir();
    mkdirSync(path.join(dir, 'data', 'kafka'), { recursive: true });
    const { release } = await openStackDir(dir, options(fresh));
    expect(existsSync(path.join(dir, 'data', 'kafka'))).toBe(kept);
    await release();
    expect(await findOwner(dir)).toBeNull();
  });
});
