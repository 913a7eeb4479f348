import { describe, expect, it } from '@jest/globals';
import type { Version } from '../oracle/emissions';
import { readEmissions } from './simulator';

async function* bytes(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    yield await Promise.resolve(new TextEncoder().encode(text));
  }
}

async function collect(body: AsyncIterable<Uint8Array>): Promise<Version[]> {
  const emissions: Version[] = [];
  for await (const emission of readEmissions(body)) {
    emissions.push(emission);
  }
  return emissions;
}

describe('readEmissions', () => {
  it('joins lines that arrive in pieces', async () => {
    const body = bytes('{"id":"1","emi', 'ttedAt":5}\n\n{"id":"2","emittedAt":6,"chainId":"1"}', '\n');
    expect(await collect(body)).toEqual([
      { id: '1', chainId: '1', emittedAt: 5 },
      { id: '2', chainId: '1', emittedAt: 6 },
    ]);
  });

  it('refuses what is not an emission', async () => {
    await expect(collect(bytes('{"id":1}\n'))).rejects.toThrow('emittedAt');
  });
});
