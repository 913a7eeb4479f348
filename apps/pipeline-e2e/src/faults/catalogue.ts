import type { CoveredFault, Fault } from './fault';
import { rollingRestart } from './rolling-restart';

/** Every fault that is run here, in the order in which clusters can be shared. */
export const FAULTS: readonly Fault[] = [rollingRestart];

/** Faults that other tests show. */
export const COVERED: readonly CoveredFault[] = [];
