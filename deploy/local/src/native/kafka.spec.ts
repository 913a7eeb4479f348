import { describe, expect, it } from '@jest/globals';
import { formatProperties, kafkaProperties } from './kafka';

describe('kafkaProperties', () => {
  it('listens on this host only, and creates no topic by accident', () => {
    const properties = kafkaProperties('/data', { kafka: 9092, controller: 9093 });
    expect(properties.listeners).toBe('PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093');
    expect(properties['auto.create.topics.enable']).toBe('false');
  });
});

describe('formatProperties', () => {
  it('writes a line a property and escapes backslashes', () => {
    expect(formatProperties({ a: '1', 'b.c': 'x\\y' })).toBe('a=1\nb.c=x\\\\y\n');
  });
});
