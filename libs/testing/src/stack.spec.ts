import { stackEndpoints } from './stack';
import { waitUntil } from './wait-until';

describe('stackEndpoints', () => {
  it('fails, naming every absent variable: such tests never skip', () => {
    expect(() => stackEndpoints({ KAFKA_BROKERS: 'a:1', MONGODB_URI: '' })).toThrow(
      /SCHEMA_REGISTRY_URL, MONGODB_URI not set/,
    );
  });

  it('gives what services take', () => {
    const env = { KAFKA_BROKERS: 'a:1', SCHEMA_REGISTRY_URL: 'http://r', MONGODB_URI: 'mongodb://m' };
    expect(stackEndpoints(env)).toEqual({
      kafkaBrokers: 'a:1',
      schemaRegistryUrl: 'http://r',
      mongodbUri: 'mongodb://m',
    });
  });
});

describe('waitUntil', () => {
  it('ends as soon as the predicate holds', async () => {
    let calls = 0;
    await waitUntil(() => (calls += 1) === 2, { timeoutMs: 5_000 });
    expect(calls).toBe(2);
  });

  it('says what was not reached', async () => {
    await expect(waitUntil(() => false, { timeoutMs: 1 })).rejects.toThrow('not reached within 1 ms');
  });
});
