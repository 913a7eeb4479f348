import path from 'node:path';
import { StackError } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
import { runCommand } from './commands';

const INTERRUPTED = 130;
/** One Ctrl-C arrives several times: from the terminal, from npm and from the bootstrap. */
const SAME_SIGNAL_MS = 1_000;
const stop = new AbortController();
let firstSignalAt = 0;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stop.signal.aborted) {
      firstSignalAt = systemClock.monotonic();
      stop.abort(new StackError('Interrupted'));
    } else if (systemClock.monotonic() - firstSignalAt > SAME_SIGNAL_MS) {
      process.exit(INTERRUPTED); // the watchdog stops what still runs
    }
  });
}

runCommand(process.argv.slice(2), {
  repo: path.resolve(__dirname, '../../..'),
  write: (text) => void process.stdout.write(text),
  signal: stop.signal,
}).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (stop.signal.aborted) {
      process.exit(INTERRUPTED);
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
