import type { MemoryRange } from '../cluster/memory';
import type { FaultContext, Figures } from './fault';

/** Resident memory of each service at first and at most. */
export function memoryFigures(ranges: Readonly<Record<string, MemoryRange>>): Figures {
  return Object.fromEntries(
    Object.entries(ranges).map(([name, { first, highest }]) => [
      `${name} MiB`,
      `${first}, at most ${highest}`,
    ]),
  );
}

/** The limit of a service's container, in MiB. */
const MEMORY_LIMIT_MIB = 256;

/** Notes each service that took more memory than its container may have. */
export function checkMemory(
  ranges: Readonly<Record<string, MemoryRange>>,
  problem: FaultContext['problem'],
): void {
  for (const [service, { highest }] of Object.entries(ranges)) {
    if (highest > MEMORY_LIMIT_MIB) {
      problem(`${service} took ${highest} MiB`);
    }
  }
}
