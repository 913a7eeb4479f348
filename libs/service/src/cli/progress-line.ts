import type { Clock } from '../clock';

export interface ProgressLine {
  show(line: string): void;
  /** Makes room for another line. */
  clear(): void;
}

const TERMINAL_MS = 200;
const PLAIN_MS = 5_000;

/** Rewrites one line of a terminal; elsewhere writes one every five seconds. */
export function createProgressLine(
  stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY'>,
  clock: Clock,
): ProgressLine {
  let shownAt = -Infinity;
  let isShown = false;
  return {
    show(line) {
      const now = clock.monotonic();
      if (now - shownAt < (stream.isTTY ? TERMINAL_MS : PLAIN_MS)) {
        return;
      }
      shownAt = now;
      isShown = stream.isTTY;
      stream.write(stream.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
    },
    clear() {
      if (isShown) {
        stream.write('\r\u001b[K');
        isShown = false;
      }
    },
  };
}
