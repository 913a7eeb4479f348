import { execFile } from 'node:child_process';
import { cp, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { messageOf, waitFor, type Member } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
import { metric } from '../cluster/service-states';
import { flow } from '../cluster/settle';
import { firstOf, seconds, secondsSince, waitUnready } from './common';
import type { Fault, FaultContext, Figures } from './fault';
import { SINGLE } from './shapes';

const run = promisify(execFile);
const MIB = 2 ** 20;
/** Three journal files of 100 MiB, and room for some thousand posts. */
const DISK_MIB = 800;
const LEFT_MIB = 24;

/**
 * MongoDB's data on a file system of its own, which something else fills. mongod ends when it cannot write its journal,
 * and ends again as often as it is started, until there is room.
 */
export const diskFull: Fault = {
  name: 'T29-disk',
  title: `the disk of MongoDB is full, for 40 s; mongod is started again and again`,
  shape: SINGLE,
  rate: 1_000,
  alone: true,
  mayEnd: ['mongodb'],
  async run(context) {
    const { cluster } = context;
    const mongod = cluster.stack.members.mongods[0] as Member;
    const data = path.join(cluster.stack.dir.data, 'mongodb');
    await mongod.stop();
    try {
      await moveToSmallDisk(data);
    } catch (error) {
      await mongod.start();
      return { 'not run': `a file system cannot be mounted here (it takes root): ${messageOf(error)}` };
    }
    try {
      return await fillAndFree(context, mongod, data);
    } catch (error) {
      // What is mounted would outlive the run.
      await mongod.kill().catch(() => undefined);
      await run('umount', ['-l', data]);
      throw error;
    }
  },
};

async function fillAndFree(
  { cluster, signal, problem }: FaultContext,
  mongod: Member,
  data: string,
): Promise<Figures> {
  const sink = firstOf(cluster, 'mongo-sink').name;
  const ballast = path.join(data, 'ballast');
  await mongod.start();
  await flow(cluster, 2_000, signal);
  await fill(data, ballast);
  const ended = await endOf(mongod, signal);
  const unready = await waitUnready({ cluster, signal }, sink, /mongodb/i, seconds(120));
  const fullAt = systemClock.monotonic();
  let starts = 0;
  while (systemClock.monotonic() - fullAt < seconds(40)) {
    starts += 1;
    await mongod.start().catch(() => undefined);
    if (mongod.state() !== 'down') {
      await endOf(mongod, signal);
    }
    await systemClock.sleep(seconds(1), signal);
  }
  const letters = await metric(cluster, sink, 'pipeline_records_total', { result: 'dead_lettered' });
  if (letters > 0) {
    problem(`${letters} posts were dead-lettered because the disk was full`);
  }
  await rm(ballast);
  await mongod.start();
  await flow(cluster, 2_000, signal);
  await mongod.stop();
  await moveBack(data);
  await mongod.start();
  return { 'mongod ended after, s': ended, 'sink not ready after, s': unready, 'starts in vain': starts };
}

async function moveToSmallDisk(data: string): Promise<void> {
  await cp(data, `${data}-large`, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', data]);
  await cp(`${data}-large`, data, { recursive: true });
}

async function moveBack(data: string): Promise<void> {
  await rm(`${data}-large`, { recursive: true });
  await cp(data, `${data}-large`, { recursive: true });
  await run('umount', [data]);
  await rm(data, { recursive: true });
  await mkdir(data);
  await cp(`${data}-large`, data, { recursive: true });
}

/** Leaves so little that posts are the rest of it. */
async function fill(data: string, ballast: string): Promise<void> {
  const { bavail, bsize } = await statfs(data);
  await writeFile(ballast, Buffer.alloc(bavail * bsize - LEFT_MIB * MIB));
}

/** Waits until mongod has ended by itself; answers with the seconds that took. */
async function endOf(mongod: Member, signal: AbortSignal): Promise<number> {
  const startedAt = systemClock.monotonic();
  await waitFor({
    what: 'mongod to end because its disk is full',
    check: () => (mongod.state() === 'down' ? Promise.resolve() : Promise.reject(new Error('it still runs'))),
    timeoutMs: seconds(180),
    clock: systemClock,
    signal,
  });
  return secondsSince(startedAt);
}
