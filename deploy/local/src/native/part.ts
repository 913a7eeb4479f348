import type { Clock } from '@tdp/service';
import type { ArtifactPaths } from '../fetch/fetch-artifacts';
import type { Member } from '../supervise/member';
import type { StackDir } from '../supervise/stack-dir';
import type { Supervisor } from '../supervise/supervisor';

/** What every part of the native stack is started with. */
export interface PartContext {
  readonly artifacts: ArtifactPaths;
  readonly clock: Clock;
  readonly dir: StackDir;
  readonly env: NodeJS.ProcessEnv;
  readonly ports: StackPorts;
  readonly signal: AbortSignal | undefined;
  readonly supervisor: Supervisor;
  /** Where clients find a server, when that is not the server itself. */
  readonly advertise: Advertise | undefined;
  readonly brokerProperties: Readonly<Record<string, string>>;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Puts something between clients and a broker or mongod; answers with the port that clients are told. */
export type Advertise = (part: 'kafka' | 'mongodb', server: Address) => Promise<number>;

export interface BrokerPorts {
  /** For clients and, unless clients have a port of their own, for the other brokers. */
  readonly kafka: number;
  /** KRaft's controller, on the same node; only the other controllers connect to it. */
  readonly controller: number;
  /** For clients alone, when something stands between. */
  readonly clients: number;
}

export interface StackPorts {
  readonly brokers: readonly BrokerPorts[];
  readonly registry: number;
  readonly registryManagement: number;
  readonly mongods: readonly number[];
}

/** A part of the stack that runs: how clients reach it, and its processes. */
export interface StartedPart {
  readonly endpoint: string;
  readonly members: readonly Member[];
}

export const HOST = '127.0.0.1';
/** Three brokers, three mongods and the registry start at the same moment, on few processors. */
export const START_TIMEOUT_MS = 180_000;

/** `kafka` when there is one only, else `kafka-1`, `kafka-2`, … */
export function memberName(part: string, index: number, count: number): string {
  return count === 1 ? part : `${part}-${index + 1}`;
}

/** Settles all before it fails: what still starts must be known before everything is stopped. */
export async function settleAll<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const outcomes = await Promise.allSettled(work);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') {
      throw outcome.reason;
    }
    return outcome.value;
  });
}
