import { describe, expect, it } from '@jest/globals';
import { formatProperties, kafkaProperties } from './kafka-properties';

const one = [{ kafka: 9092, controller: 9093, clients: 0 }];
const three = [0, 10, 20].map((at) => ({ kafka: 9092 + at, controller: 9093 + at, clients: 9094 + at }));

describe('kafkaProperties', () => {
  it('listens on this host only, and creates no topic by accident', () => {
    const properties = kafkaProperties({ data: '/data', index: 0, ports: one, advertised: 9092 });
    expect(properties.listeners).toBe('PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093');
    expect(properties['advertised.listeners']).toBe('PLAINTEXT://127.0.0.1:9092');
    expect(properties['auto.create.topics.enable']).toBe('false');
    expect(properties['default.replication.factor']).toBe('1');
  });

  it('makes three nodes one cluster that keeps three copies and survives the loss of one', () => {
    const properties = kafkaProperties({ data: '/data', index: 1, ports: three, advertised: 9102 });
    expect(properties['node.id']).toBe('2');
    expect(properties['controller.quorum.voters']).toBe('1@127.0.0.1:9093,2@127.0.0.1:9103,3@127.0.0.1:9113');
    for (const name of [
      'default.replication.factor',
      'offsets.topic.replication.factor',
      'transaction.state.log.replication.factor',
      'share.coordinator.state.topic.replication.factor',
    ]) {
      expect([name, properties[name]]).toEqual([name, '3']);
    }
    for (const name of [
      'min.insync.replicas',
      'transaction.state.log.min.isr',
      'share.coordinator.state.topic.min.isr',
    ]) {
      expect([name, properties[name]]).toEqual([name, '2']);
    }
  });

  it('sends clients through the proxy, other brokers past it', () => {
    const properties = kafkaProperties({ data: '/data', index: 0, ports: three, advertised: 5000 });
    expect(properties.listeners).toBe(
      'PLAINTEXT://127.0.0.1:9092,CLIENTS://127.0.0.1:9094,CONTROLLER://127.0.0.1:9093',
    );
    expect(properties['advertised.listeners']).toBe('PLAINTEXT://127.0.0.1:9092,CLIENTS://127.0.0.1:5000');
    expect(properties['inter.broker.listener.name']).toBe('PLAINTEXT');
  });
});

describe('formatProperties', () => {
  it('writes a line a property and escapes backslashes', () => {
    expect(formatProperties({ a: '1', 'b.c': 'x\\y' })).toBe('a=1\nb.c=x\\\\y\n');
  });
});
