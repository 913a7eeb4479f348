import { HOST, type BrokerPorts } from './part';

export interface KafkaNode {
  readonly data: string;
  /** Of this node, in `ports`. */
  readonly index: number;
  /** Of every node of the cluster. */
  readonly ports: readonly BrokerPorts[];
  /** The port that clients are told. */
  readonly advertised: number;
}

/** Server properties of one KRaft node that is broker and controller. */
export function kafkaProperties({ data, index, ports, advertised }: KafkaNode): Record<string, string> {
  const own = ports[index];
  if (!own) {
    throw new RangeError(`no broker ${index} among ${ports.length}`);
  }
  // Clients that come through a proxy have a listener of their own: brokers talk to each other past it.
  const proxied = advertised !== own.kafka;
  const broker = `PLAINTEXT://${HOST}:${own.kafka}`;
  const listeners = [broker, ...(proxied ? [`CLIENTS://${HOST}:${own.clients}`] : [])];
  const copies = Math.min(3, ports.length);
  const inSync = String(Math.max(1, copies - 1));
  return {
    'process.roles': 'broker,controller',
    'node.id': String(index + 1),
    'controller.quorum.voters': ports
      .map(({ controller }, at) => `${at + 1}@${HOST}:${controller}`)
      .join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,CLIENTS:PLAINTEXT',
    listeners: [...listeners, `CONTROLLER://${HOST}:${own.controller}`].join(','),
    'advertised.listeners': [broker, ...(proxied ? [`CLIENTS://${HOST}:${advertised}`] : [])].join(','),
    'log.dirs': data,
    // A topic exists because the deploy job created it, never by a typing error.
    'auto.create.topics.enable': 'false',
    'group.initial.rebalance.delay.ms': '0',
    'default.replication.factor': String(copies),
    'min.insync.replicas': inSync,
    // Few clients need few coordinator partitions.
    'offsets.topic.replication.factor': String(copies),
    'offsets.topic.num.partitions': '5',
    'transaction.state.log.replication.factor': String(copies),
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': '3',
    'share.coordinator.state.topic.replication.factor': String(copies),
    'share.coordinator.state.topic.min.isr': inSync,
    'log.cleaner.dedupe.buffer.size': String(16 * 1024 * 1024),
  };
}

/** Java's properties format, in which a backslash escapes. */
export function formatProperties(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\')}\n`)
    .join('');
}
