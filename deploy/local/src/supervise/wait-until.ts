import type { Clock } from '@tdp/service';
import { messageOf, StackError } from './stack-error';
import { describeDeath, logTail, type ManagedProcess } from './supervisor';

export interface WaitOptions {
  /** What is waited for, as the object of "gave up waiting for …". */
  readonly what: string;
  /** Rejects, with the reason, for as long as it is not so. */
  readonly check: () => Promise<void>;
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Whose death ends the wait, and whose log explains a timeout. */
  readonly process?: ManagedProcess;
  /** Ends the wait with its reason. */
  readonly signal?: AbortSignal | undefined;
  readonly intervalMs?: number;
}

export async function waitUntil(options: WaitOptions): Promise<void> {
  const { what, check, timeoutMs, clock, process, signal, intervalMs = 100 } = options;
  const deadline = clock.monotonic() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    const failure = await check().then(() => null, messageOf);
    if (failure === null) {
      return;
    }
    const exit = process?.exit();
    if (process && exit) {
      throw new StackError(await describeDeath(process.name, exit, process.logFile));
    }
    if (clock.monotonic() > deadline) {
      const log = process ? `\nThe end of ${process.logFile}:\n${await logTail(process.logFile)}` : '';
      throw new StackError(`Gave up waiting for ${what} after ${timeoutMs / 1000} s: ${failure}${log}`);
    }
    await clock.sleep(intervalMs);
  }
}
