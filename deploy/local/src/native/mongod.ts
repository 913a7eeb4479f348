import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { MongoClient } from 'mongodb';
import { z } from 'zod';
import { waitUntil } from '../supervise/wait-until';
import { withMongo } from './mongo-client';
import { HOST, START_TIMEOUT_MS, type PartContext } from './part';
import { probeMongo } from './probes';

const REPLICA_SET = 'rs0';
const replicaSetSchema = z.object({
  config: z.looseObject({ version: z.number(), members: z.tuple([z.looseObject({ host: z.string() })]) }),
});
const NOT_YET_INITIALIZED = 94;

/** Starts a replica set of one (change streams and transactions need a set); answers with its URI, without a database. */
export async function startMongod(context: PartContext): Promise<string> {
  const { artifacts, clock, dir, env, ports, signal, supervisor } = context;
  const data = path.join(dir.data, 'mongodb');
  await mkdir(data, { recursive: true });
  const managed = await supervisor.start({
    name: 'mongodb',
    command: artifacts.mongod,
    args: mongodArgs(data, ports.mongodb),
    env,
    cwd: dir.path,
  });
  const member = `${HOST}:${ports.mongodb}`;
  const direct = `mongodb://${member}/?directConnection=true`;
  const wait = { timeoutMs: START_TIMEOUT_MS, clock, process: managed, signal };
  await waitUntil({
    what: 'MongoDB',
    check: () => withMongo(direct, (client) => initiate(client, member)),
    ...wait,
  });
  const uri = `mongodb://${member}/?replicaSet=${REPLICA_SET}`;
  await waitUntil({ what: "MongoDB's replica set", check: () => probeMongo(uri), ...wait });
  return uri;
}

function mongodArgs(data: string, port: number): string[] {
  return [
    ...['--dbpath', data, '--port', String(port), '--bind_ip', HOST, '--nounixsocket'],
    ...['--replSet', REPLICA_SET, '--oplogSize', '990'],
    ...['--wiredTigerCacheSizeGB', '0.75'],
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    // There is no other member whose clients could be waited for.
    ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=100'],
  ];
}

/** Initiates the set on first start; on a later one tells it the port, which may have changed. */
async function initiate(client: MongoClient, member: string): Promise<void> {
  const admin = client.db('admin');
  try {
    const { config } = replicaSetSchema.parse(await admin.command({ replSetGetConfig: 1 }));
    const [current] = config.members;
    if (current.host === member) return;
    const moved = { ...config, version: config.version + 1, members: [{ ...current, host: member }] };
    await admin.command({ replSetReconfig: moved, force: true });
  } catch (error) {
    if (!isNotYetInitialized(error)) throw error;
    const config = { _id: REPLICA_SET, members: [{ _id: 0, host: member }] };
    await admin.command({ replSetInitiate: config });
  }
}

function isNotYetInitialized(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === NOT_YET_INITIALIZED;
}
