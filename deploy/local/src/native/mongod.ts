import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { MongoClient } from 'mongodb';
import { z } from 'zod';
import { startMember, type Member } from '../supervise/member';
import type { ManagedProcess } from '../supervise/supervisor';
import { waitUntil } from '../supervise/wait-until';
import { withMongo } from './mongo-client';
import { HOST, memberName, settleAll, START_TIMEOUT_MS, type PartContext, type StartedPart } from './part';
import { probeMongo, probeMongod } from './probes';

const REPLICA_SET = 'rs0';
const replicaSetSchema = z.object({
  config: z.looseObject({ version: z.number(), members: z.array(z.looseObject({ host: z.string() })) }),
});
const NOT_YET_INITIALIZED = 94;

/** Starts a replica set (change streams and transactions need one, of one member at least); its URI names no database. */
export async function startMongod(context: PartContext): Promise<StartedPart> {
  const { clock, ports, signal, advertise } = context;
  const started = await settleAll(ports.mongods.map((_, index) => startOne(context, index)));
  const hosts: string[] = [];
  for (const port of ports.mongods) {
    // Members find each other where clients find them: a replica set has one list of hosts.
    hosts.push(`${HOST}:${advertise ? await advertise('mongodb', { host: HOST, port }) : port}`);
  }
  const direct = directUri(ports.mongods[0]);
  const wait = { timeoutMs: START_TIMEOUT_MS, clock, signal };
  await waitUntil({
    what: 'MongoDB',
    check: () => withMongo(direct, (client) => initiate(client, hosts)),
    ...wait,
    ...(started[0] && { process: started[0].process }),
  });
  const uri = `mongodb://${hosts.join(',')}/?replicaSet=${REPLICA_SET}`;
  await waitUntil({ what: "MongoDB's replica set", check: () => probeMongo(uri), ...wait });
  await settleAll(started.map(({ ready }) => ready));
  return { endpoint: uri, members: started.map(({ member }) => member) };
}

async function startOne(
  { artifacts, clock, dir, env, ports, signal, supervisor }: PartContext,
  index: number,
): Promise<{ member: Member; ready: Promise<void>; process: ManagedProcess }> {
  const name = memberName('mongodb', index, ports.mongods.length);
  const data = path.join(dir.data, name);
  const port = ports.mongods[index] ?? 0;
  await mkdir(data, { recursive: true });
  const { member, ready } = await startMember({
    supervisor,
    spec: {
      name,
      command: artifacts.mongod,
      args: mongodArgs(data, port, ports.mongods.length),
      env,
      cwd: dir.path,
    },
    ready: (process) =>
      waitUntil({
        what: name,
        check: () => probeMongod(directUri(port)),
        timeoutMs: START_TIMEOUT_MS,
        clock,
        process,
        signal,
      }),
  });
  ready.catch(() => undefined); // reported by whoever waits for it
  return { member, ready, process: member.process() };
}

const directUri = (port = 0): string => `mongodb://${HOST}:${port}/?directConnection=true`;

function mongodArgs(data: string, port: number, members: number): string[] {
  return [
    ...['--dbpath', data, '--port', String(port), '--bind_ip', HOST, '--nounixsocket'],
    ...['--replSet', REPLICA_SET, '--oplogSize', '990'],
    ...['--wiredTigerCacheSizeGB', members === 1 ? '0.75' : '0.25'],
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    // By itself it waits 15 s for its clients to leave; a primary needs a moment to hand over to another member.
    ...['--setParameter', `shutdownTimeoutMillisForSignaledShutdown=${members === 1 ? 100 : 2_000}`],
  ];
}

/** Initiates the set on first start; on a later one tells it the ports, which may have changed. */
async function initiate(client: MongoClient, hosts: readonly string[]): Promise<void> {
  const admin = client.db('admin');
  try {
    const { config } = replicaSetSchema.parse(await admin.command({ replSetGetConfig: 1 }));
    if (config.members.every(({ host }, index) => host === hosts[index])) {
      return;
    }
    const members = config.members.map((member, index) => ({ ...member, host: hosts[index] }));
    await admin.command({
      replSetReconfig: { ...config, version: config.version + 1, members },
      force: true,
    });
  } catch (error) {
    if (!isNotYetInitialized(error)) {
      throw error;
    }
    const members = hosts.map((host, index) => ({ _id: index, host }));
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members } });
  }
}

function isNotYetInitialized(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === NOT_YET_INITIALIZED;
}
