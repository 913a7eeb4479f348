import type { CoveredFault } from './fault';

/** Faults that other tests show. */
export const COVERED: readonly CoveredFault[] = [];
