import { randomBytes } from 'node:crypto';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run, tail } from '../fetch/run';
import { StackError } from '../supervise/stack-error';
import { waitUntil } from '../supervise/wait-until';
import { HOST, START_TIMEOUT_MS, type PartContext } from './part';
import { probeBroker } from './probes';

/** Starts one KRaft node that is broker and controller; answers with `host:port`. */
export async function startKafka(context: PartContext): Promise<string> {
  const { artifacts, clock, dir, env, ports, signal, supervisor } = context;
  const data = path.join(dir.data, 'kafka');
  const config = path.join(dir.path, 'kafka.properties');
  const java = path.join(artifacts.javaHome, 'bin', 'java');
  const classpath = path.join(artifacts.kafkaJars, '*');
  await writeFile(config, formatProperties(kafkaProperties(data, ports)));
  await formatStorage(data, java, ['-cp', classpath, 'kafka.tools.StorageTool'], config);

  const broker = `${HOST}:${ports.kafka}`;
  const managed = await supervisor.start({
    name: 'kafka',
    command: java,
    // The serial collector: its pauses stay short on this small heap, and it costs the least CPU.
    args: ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-cp', classpath, 'kafka.Kafka', config],
    env,
    cwd: dir.path,
  });
  await waitUntil({
    what: 'Kafka',
    check: () => probeBroker(broker),
    timeoutMs: START_TIMEOUT_MS,
    clock,
    process: managed,
    signal,
  });
  return broker;
}

/** Gives an empty data folder its cluster id; a folder that has one keeps it. */
async function formatStorage(data: string, java: string, tool: string[], config: string): Promise<void> {
  const marker = path.join(data, 'meta.properties');
  if (
    await access(marker).then(
      () => true,
      () => false,
    )
  ) {
    return;
  }
  await rm(data, { recursive: true, force: true }); // half formatted by a run that was killed
  await mkdir(data, { recursive: true });
  const quickStart = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
  const { code, output } = await run(java, [
    ...quickStart,
    ...tool,
    'format',
    '-t',
    clusterId(),
    '-c',
    config,
  ]);
  if (code !== 0) throw new StackError(`Kafka's storage in ${data} cannot be formatted:\n${tail(output)}`);
}

/** 16 random bytes as Kafka writes them; a leading dash would read as an option. */
function clusterId(): string {
  return randomBytes(16).toString('base64url').replace(/^-/, 'A');
}

export function kafkaProperties(
  data: string,
  ports: { kafka: number; controller: number },
): Record<string, string> {
  const broker = `PLAINTEXT://${HOST}:${ports.kafka}`;
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@${HOST}:${ports.controller}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    listeners: `${broker},CONTROLLER://${HOST}:${ports.controller}`,
    'advertised.listeners': broker,
    'log.dirs': data,
    // A topic exists because the deploy job created it, never by a typing error.
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': '0',
    // One broker cannot replicate, and few clients need few coordinator partitions.
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '5',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '3',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'log.cleaner.dedupe.buffer.size': String(16 * 1024 * 1024),
  };
}

/** Java's properties format, in which a backslash escapes. */
export function formatProperties(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\')}\n`)
    .join('');
}
