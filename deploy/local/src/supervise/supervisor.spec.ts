import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@tdp/service';
import { temporaryDirs } from '../../test/temporary-dir';
import { startMember } from './member';
import { readStat } from './process-identity';
import { openStackDir } from './stack-dir';
import { createSupervisor, type ManagedProcess, type Supervisor } from './supervisor';
import { waitUntil } from './wait-until';

const newDir = temporaryDirs();
let supervisor: Supervisor | undefined;

async function newSupervisor(): Promise<{ supervisor: Supervisor; pids: string }> {
  const dir = await openStackDir(newDir(), { fresh: true, clock: systemClock, log: () => undefined });
  supervisor = createSupervisor(dir, systemClock);
  return { supervisor, pids: dir.pids };
}

const shell = (name: string, script: string) => ({ name, command: 'sh', args: ['-c', script] });

afterEach(() => supervisor?.stopAll());

describe('createSupervisor', () => {
  it('stops a process by its pid and forgets it', async () => {
    const { supervisor, pids } = await newSupervisor();
    const managed = await supervisor.start(shell('sleeper', 'exec sleep 60'));
    expect(readFileSync(path.join(pids, 'sleeper.pid'), 'utf8')).toMatch(
      new RegExp(`^${managed.pid} \\d+\n$`),
    );
    expect(await managed.stop()).toEqual({ code: null, signal: 'SIGTERM' });
    expect(managed.wasKilled()).toBe(false);
  });

  it('kills a process that does not want to stop', async () => {
    const { supervisor } = await newSupervisor();
    const deaf = shell('deaf', 'trap "" TERM; echo ready; while :; do sleep 0.05; done');
    const managed = await supervisor.start({ ...deaf, graceMs: 50 });
    const check = (): Promise<void> =>
      readFileSync(managed.logFile, 'utf8') === '' ? Promise.reject(new Error('not yet')) : Promise.resolve();
    await waitUntil({ what: 'the trap', check, timeoutMs: 2_000, clock: systemClock, intervalMs: 10 });
    expect(await managed.stop()).toEqual({ code: null, signal: 'SIGKILL' });
    expect(managed.wasKilled()).toBe(true);
  });

  it('reports which process died by itself, how, and its last words', async () => {
    const { supervisor, pids } = await newSupervisor();
    await supervisor.start(shell('fragile', 'echo out of memory; exit 3'));
    const failure = await supervisor.failed;
    expect(failure.message).toMatch(/^fragile ended with exit code 3\. .*fragile\.log:\n {2}out of memory$/);
    expect(existsSync(path.join(pids, 'fragile.pid'))).toBe(false);
  });

  it("shows the message of a service's last log line, not its JSON", async () => {
    const { supervisor } = await newSupervisor();
    const line = JSON.stringify({ level: 'fatal', time: 'x', err: { stack: 'at y' }, msg: 'two\nlines' });
    await supervisor.start(shell('ingester', `printf '%s\\n' '${line}'; exit 1`));
    expect((await supervisor.failed).message).toMatch(/:\n {2}fatal two\n {2}lines$/);
  });

  it('says so when a program cannot be started', async () => {
    const { supervisor } = await newSupervisor();
    const starting = supervisor.start({ name: 'kafka', command: '/nonexistent/java', args: [] });
    await expect(starting).rejects.toThrow('kafka cannot be started');
  });
});

describe('a member', () => {
  let starts = 0;
  const ready = async ({ logFile }: ManagedProcess): Promise<void> => {
    starts += 1;
    await waitUntil({
      what: 'its first words',
      check: async () => expect(readFileSync(logFile, 'utf8')).toBe('up\n'.repeat(starts)),
      timeoutMs: 2_000,
      clock: systemClock,
      intervalMs: 10,
    });
  };

  it('is killed, paused, stopped and started again, and none of it is reported as a failure', async () => {
    const { supervisor, pids } = await newSupervisor();
    const spec = shell('broker', 'echo up; exec sleep 60');
    const { member, ready: up } = await startMember({ supervisor, spec, ready });
    await up;
    const first = member.process();
    expect(await member.kill()).toEqual({ code: null, signal: 'SIGKILL' });
    expect([first.wasCrashed(), first.diedByItself(), member.state()]).toEqual([true, false, 'down']);

    await member.start();
    expect(member.process().pid).not.toBe(first.pid);
    expect(readFileSync(path.join(pids, 'broker.pid'), 'utf8')).toContain(`${member.process().pid} `);
    member.pause();
    expect(member.state()).toBe('paused');
    await waitUntil({
      what: 'SIGSTOP',
      check: async () => expect(readStat(member.process().pid)?.state).toBe('T'),
      timeoutMs: 2_000,
      clock: systemClock,
      intervalMs: 10,
    });
    expect(await member.stop()).toEqual({ code: null, signal: 'SIGTERM' });
    const reported = await Promise.race([supervisor.failed, Promise.resolve('nothing')]);
    expect(reported).toBe('nothing');
  });

  it('is not started any more once everything is being stopped', async () => {
    const { supervisor } = await newSupervisor();
    const { member } = await startMember({
      supervisor,
      spec: shell('broker', 'exec sleep 60'),
      ready: async () => undefined,
    });
    await member.kill();
    await supervisor.stopAll();
    await expect(member.start()).rejects.toThrow('broker is not started: everything is being stopped');
  });
});

describe('waitUntil', () => {
  it('ends as soon as the process it waits for has died', async () => {
    const { supervisor } = await newSupervisor();
    const managed = await supervisor.start(shell('kafka', 'echo no space left; exit 1'));
    const check = (): Promise<void> => Promise.reject(new Error('refused'));
    const waiting = waitUntil({
      what: 'Kafka',
      check,
      timeoutMs: 5_000,
      clock: systemClock,
      process: managed,
    });
    await expect(waiting).rejects.toThrow(/kafka ended with exit code 1[^]*no space left/);
  });

  it('gives up with the last reason', async () => {
    const check = (): Promise<void> => Promise.reject(new Error('connection refused'));
    const waiting = waitUntil({ what: 'Kafka', check, timeoutMs: 20, clock: systemClock, intervalMs: 5 });
    await expect(waiting).rejects.toThrow('Gave up waiting for Kafka after 0.02 s: connection refused');
  });
});
