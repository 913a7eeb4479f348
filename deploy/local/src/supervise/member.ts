import { StackError } from './stack-error';
import type { ManagedProcess, ProcessExit, ProcessSpec, Supervisor } from './supervisor';

export type MemberState = 'running' | 'paused' | 'down';

/** A process that can be ended, by any means, and started again: on the same ports, with the same data. */
export interface Member {
  readonly name: string;
  /** The newest one: a process that was started again has another id. */
  process(): ManagedProcess;
  state(): MemberState;
  /** Starts it again; resolves once it answers. */
  start(): Promise<void>;
  /** SIGTERM, and SIGKILL when that is of no use. */
  stop(): Promise<ProcessExit>;
  /** SIGKILL. */
  kill(): Promise<ProcessExit>;
  /** SIGSTOP. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
}

export interface MemberOptions {
  readonly supervisor: Supervisor;
  readonly spec: ProcessSpec;
  /** Resolves once the process does its work. */
  readonly ready: (process: ManagedProcess) => Promise<void>;
}

/** Starts the process; resolves at once with it and with what waits until it answers. */
export async function startMember({
  supervisor,
  spec,
  ready,
}: MemberOptions): Promise<{ member: Member; ready: Promise<void> }> {
  let current = await supervisor.start(spec);
  let paused = false;
  const state = (): MemberState => {
    if (current.exit() !== null) {
      return 'down';
    }
    return paused ? 'paused' : 'running';
  };
  const member: Member = {
    name: spec.name,
    process: () => current,
    state,
    async start() {
      if (state() !== 'down') {
        throw new StackError(`${spec.name} is to be started, and it still runs`);
      }
      paused = false;
      current = await supervisor.start(spec);
      await ready(current);
    },
    stop: () => current.stop(),
    kill: () => current.crash(),
    pause() {
      paused = true;
      current.pause();
    },
    resume() {
      paused = false;
      current.resume();
    },
  };
  return { member, ready: ready(current) };
}
