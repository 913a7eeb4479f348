import type { Clock } from '@tdp/service';
import type { ArtifactPaths } from '../fetch/fetch-artifacts';
import type { StackDir } from '../supervise/stack-dir';
import type { Supervisor } from '../supervise/supervisor';

/** What every part of the native stack is started with. */
export interface PartContext {
  artifacts: ArtifactPaths;
  clock: Clock;
  dir: StackDir;
  env: NodeJS.ProcessEnv;
  ports: StackPorts;
  signal: AbortSignal | undefined;
  supervisor: Supervisor;
}

export interface StackPorts {
  kafka: number;
  /** KRaft's controller, on the same node; nobody else connects to it. */
  controller: number;
  registry: number;
  registryManagement: number;
  mongodb: number;
}

export const HOST = '127.0.0.1';
export const START_TIMEOUT_MS = 60_000;
