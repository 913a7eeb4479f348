import path from 'node:path';
import { StackError } from '@tdp/local-stack';
import { runCommand } from './commands';

const INTERRUPTED = 130;
const stop = new AbortController();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stop.abort(new StackError('Interrupted')));
}

runCommand(process.argv.slice(2), {
  repo: path.resolve(__dirname, '../../..'),
  write: (text) => void process.stdout.write(text),
  signal: stop.signal,
}).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(stop.signal.aborted ? INTERRUPTED : 1);
  },
);
