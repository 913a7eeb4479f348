import { describe, expect, it } from '@jest/globals';
import { createProgress } from './progress';

function captured(isTTY: boolean): { text(): string; write(text: string): void; isTTY: boolean } {
  let all = '';
  return { isTTY, write: (text) => (all += text), text: () => all };
}

describe('createProgress', () => {
  it('prints one line a step where there is no terminal', async () => {
    const output = captured(false);
    let now = 0;
    const progress = createProgress(output, () => now);
    await progress.track('download Kafka', () => {
      now = 12_345;
      return Promise.resolve();
    });
    expect(output.text()).toBe('✓ download Kafka 12 s\n');
  });

  it('marks a step that failed and passes its error on', async () => {
    const output = captured(false);
    const progress = createProgress(output, () => 0);
    await expect(progress.track('build', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(output.text()).toBe('✗ build 0.0 s\n');
  });

  it('erases the line that is being rewritten before it prints another on a terminal', async () => {
    const output = captured(true);
    const progress = createProgress(output, () => 0);
    await progress.track('build', () => Promise.resolve());
    expect(output.text()).toBe('\r\x1b[2K✓ build 0.0 s\n');
  });
});
