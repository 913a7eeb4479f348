import type { ManagedProcess } from '../supervise/supervisor';

/** Java ends with 128 + SIGTERM when it is told to stop. */
const CLEAN_EXIT_CODES = [0, 143];

/** Says which of these processes had to be killed, or ended with an error. */
export function uncleanEnds(processes: readonly ManagedProcess[]): string[] {
  return processes.flatMap((managed) => {
    const exit = managed.exit();
    if (managed.wasCrashed()) {
      return [];
    }
    if (managed.wasKilled()) {
      return [`${managed.name} did not stop in time and was killed`];
    }
    if (exit === null || exit.signal === 'SIGTERM' || CLEAN_EXIT_CODES.includes(exit.code ?? -1)) {
      return [];
    }
    return [`${managed.name} ended with ${exit.signal ?? `exit code ${exit.code}`} (see ${managed.logFile})`];
  });
}
