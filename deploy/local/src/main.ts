import path from 'node:path';
import { systemClock } from '@tdp/service';
import { runCommand } from './commands';
import { StackError } from './supervise/stack-error';

const INTERRUPTED = 130;
/** One Ctrl-C arrives several times: from the terminal, from npm and from the bootstrap. */
const SAME_SIGNAL_MS = 1_000;

const stop = new AbortController();
let firstSignalAt = 0;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    const now = systemClock.monotonic();
    if (!stop.signal.aborted) {
      firstSignalAt = now;
      stop.abort(new StackError('Interrupted'));
    } else if (now - firstSignalAt > SAME_SIGNAL_MS) {
      process.exit(INTERRUPTED); // the watchdog stops what still runs
    }
  });
}

runCommand(process.argv.slice(2), {
  repo: path.resolve(__dirname, '../../..'),
  env: process.env,
  clock: systemClock,
  output: process.stdout,
  stopSignal: stop.signal,
}).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (stop.signal.aborted) {
      process.exit(INTERRUPTED);
    }
    process.stderr.write(
      `\n${error instanceof StackError ? error.message : String(error instanceof Error ? error.stack : error)}\n`,
    );
    process.exit(1);
  },
);
