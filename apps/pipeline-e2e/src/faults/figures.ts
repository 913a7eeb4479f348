import type { MemoryRange } from '../cluster/memory';
import type { Figures } from './fault';

/** Resident memory of each service at first and at most. */
export function memoryFigures(ranges: Readonly<Record<string, MemoryRange>>): Figures {
  return Object.fromEntries(
    Object.entries(ranges).map(([name, { first, highest }]) => [
      `${name} MiB`,
      `${first}, at most ${highest}`,
    ]),
  );
}
