import { describe, expect, it } from '@jest/globals';
import { formatIdentity, identify, isRunning, parseIdentity, parseStat } from './process-identity';

describe('parseStat', () => {
  it('is not misled by the name of the command', () => {
    const fields = Array.from({ length: 48 }, (_, index) => String(index + 5)).join(' ');
    expect(parseStat(`77 (a) S (b) R 4 ${fields}`)).toEqual({
      state: 'R',
      cpuTicks: 14 + 15,
      startTime: '22',
    });
  });
});

describe('process identity', () => {
  it('names this process, written down and read again', () => {
    const identity = identify(process.pid);
    expect(parseIdentity(formatIdentity(identity))).toEqual(identity);
    expect(isRunning(identity)).toBe(true);
  });

  it('does not take a process that got the id later for the same one', () => {
    expect(isRunning({ pid: process.pid, startTime: '1' })).toBe(false);
  });

  it.each(['', 'x 1', '12', '-1 5'])('refuses %j', (text) => {
    expect(parseIdentity(text)).toBeNull();
  });
});
