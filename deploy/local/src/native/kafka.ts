import { randomBytes } from 'node:crypto';
import { readFile, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run, tail } from '../fetch/run';
import { startMember, type Member } from '../supervise/member';
import { StackError } from '../supervise/stack-error';
import { waitUntil } from '../supervise/wait-until';
import { formatProperties, kafkaProperties } from './kafka-properties';
import { HOST, memberName, settleAll, START_TIMEOUT_MS, type PartContext, type StartedPart } from './part';
import { probeBroker } from './probes';

interface Broker {
  readonly index: number;
  readonly name: string;
  readonly data: string;
  readonly config: string;
  /** The port that clients are told. */
  readonly advertised: number;
}

/** Starts KRaft nodes, each broker and controller, as one cluster. */
export async function startKafka(context: PartContext): Promise<StartedPart> {
  const { dir, ports, advertise } = context;
  const count = ports.brokers.length;
  const brokers: Broker[] = [];
  for (const [index, { kafka, clients }] of ports.brokers.entries()) {
    const name = memberName('kafka', index, count);
    brokers.push({
      index,
      name,
      data: path.join(dir.data, name),
      config: path.join(dir.path, `${name}.properties`),
      advertised: advertise ? await advertise('kafka', { host: HOST, port: clients }) : kafka,
    });
  }
  const clusterId = (await readClusterId(brokers)) ?? newClusterId();
  const members = await settleAll(brokers.map((broker) => startBroker(context, broker, clusterId)));
  return { endpoint: brokers.map(({ advertised }) => `${HOST}:${advertised}`).join(','), members };
}

async function startBroker(context: PartContext, broker: Broker, clusterId: string): Promise<Member> {
  const { artifacts, clock, dir, env, ports, signal, supervisor } = context;
  const { index, name, data, config, advertised } = broker;
  const java = path.join(artifacts.javaHome, 'bin', 'java');
  const classpath = path.join(artifacts.kafkaJars, '*');
  const properties = kafkaProperties({ data, index, ports: ports.brokers, advertised });
  await writeFile(config, formatProperties({ ...properties, ...context.brokerProperties }));
  await formatStorage({ ...broker, java, clusterId, tool: ['-cp', classpath, 'kafka.tools.StorageTool'] });
  const { member, ready } = await startMember({
    supervisor,
    spec: {
      name,
      command: java,
      args: [...javaFlags(ports.brokers.length), '-cp', classpath, 'kafka.Kafka', config],
      env,
      cwd: dir.path,
      // The last of several waits for a controller, and those have gone when all are stopped at once.
      ...(ports.brokers.length > 1 && { graceMs: CLUSTER_GRACE_MS, expendable: true }),
    },
    ready: (process) =>
      waitUntil({
        what: name,
        check: () => probeBroker(`${HOST}:${ports.brokers[index]?.kafka}`),
        timeoutMs: START_TIMEOUT_MS,
        clock,
        process,
        signal,
      }),
  });
  await ready;
  return member;
}

const CLUSTER_GRACE_MS = 30_000;

/** The serial collector: its pauses stay short on such small heaps, and it costs the least CPU. */
function javaFlags(brokers: number): string[] {
  if (brokers === 1) {
    return ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC'];
  }
  // Several start at once, and again and again: compiling less halves what that costs.
  return ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
}

interface FormatOptions extends Broker {
  readonly java: string;
  readonly tool: readonly string[];
  readonly clusterId: string;
}

/** Gives an empty data folder its cluster id; a folder that has one keeps it. */
async function formatStorage({ data, config, java, tool, clusterId }: FormatOptions): Promise<void> {
  if ((await readMeta(data)) !== null) {
    return;
  }
  await rm(data, { recursive: true, force: true }); // half formatted by a run that was killed
  await mkdir(data, { recursive: true });
  const quickStart = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
  const args = [...quickStart, ...tool, 'format', '-t', clusterId, '-c', config];
  const { code, output } = await run(java, args);
  if (code !== 0) {
    throw new StackError(`Kafka's storage in ${data} cannot be formatted:\n${tail(output)}`);
  }
}

const readMeta = (data: string): Promise<string | null> =>
  readFile(path.join(data, 'meta.properties'), 'utf8').catch(() => null);

/** A run that was killed while it formatted may have left some folders with an id, others without. */
async function readClusterId(brokers: readonly Broker[]): Promise<string | null> {
  for (const { data } of brokers) {
    const id = /^cluster\.id=(\S+)$/m.exec((await readMeta(data)) ?? '')?.[1];
    if (id !== undefined) {
      return id;
    }
  }
  return null;
}

/** 16 random bytes as Kafka writes them; a leading dash would read as an option. */
function newClusterId(): string {
  return randomBytes(16).toString('base64url').replace(/^-/, 'A');
}
