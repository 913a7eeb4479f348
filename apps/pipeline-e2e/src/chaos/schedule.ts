import { createRandom } from '@tdp/testing';

export type TargetKind = 'broker' | 'mongod' | 'registry' | 'service';

export interface Target {
  readonly name: string;
  readonly kind: TargetKind;
}

export type Action = 'SIGKILL' | 'SIGTERM' | 'SIGSTOP';

/** One process is ended or stopped, and started again or continued later. */
export interface ChaosEvent {
  /** Seconds after the start. */
  readonly at: number;
  readonly target: string;
  readonly kind: TargetKind;
  readonly action: Action;
  /** Seconds until it is started again, or continued. */
  readonly downFor: number;
  /** Posts per second from then on. */
  readonly rate: number;
}

export interface ScheduleOptions {
  readonly seed: number;
  /** All of it is over after this long. */
  readonly seconds: number;
  readonly targets: readonly Target[];
}

const ACTIONS: readonly Action[] = ['SIGKILL', 'SIGTERM', 'SIGSTOP'];
const PAUSE_S = { min: 3, max: 12 };
const STOPPED_S = { min: 5, max: 45 };
const ENDED_S = { min: 1, max: 20 };
const RATE = { min: 500, max: 1_000 };
/** Of three copies one may be missing: the next server has to wait until the last one has caught up. */
const RECOVERY_S: Readonly<Record<TargetKind, number>> = { broker: 20, mongod: 15, registry: 5, service: 5 };

/** A schedule that the seed reproduces: never two brokers, nor two mongods, at once. */
export function createSchedule({ seed, seconds, targets }: ScheduleOptions): readonly ChaosEvent[] {
  const random = createRandom(seed);
  const between = ({ min, max }: { readonly min: number; readonly max: number }): number =>
    Math.round(min + random() * (max - min));
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  /** When the target, or any of its kind where only one may be away, is well again. */
  const wellAgain = new Map<string, number>();
  const lockOf = ({ name, kind }: Target): string => (kind === 'broker' || kind === 'mongod' ? kind : name);

  const events: ChaosEvent[] = [];
  for (let at = between(PAUSE_S); at < seconds; at += between(PAUSE_S)) {
    const action = pick(ACTIONS) ?? 'SIGKILL';
    const downFor = between(action === 'SIGSTOP' ? STOPPED_S : ENDED_S);
    const rate = between(RATE);
    const now = at;
    const target = pick(targets.filter((one) => (wellAgain.get(lockOf(one)) ?? 0) <= now));
    if (!target || at + downFor > seconds) {
      continue;
    }
    wellAgain.set(lockOf(target), at + downFor + RECOVERY_S[target.kind]);
    events.push({ at, target: target.name, kind: target.kind, action, downFor, rate });
  }
  return events;
}

export function formatEvent({ at, target, action, downFor, rate }: ChaosEvent): string {
  return `${String(at).padStart(4)} s  ${action} ${target} for ${downFor} s, ${rate} posts/s`;
}
