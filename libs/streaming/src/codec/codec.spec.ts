import { Type } from 'avsc';
import { latestSchema } from '@tdp/contracts';
import { buildProfile, buildTweet } from '@tdp/testing';
import { PipelineError, systemClock } from '@tdp/service';
import { DecodeError, OutputError } from '../errors';
import { createCodec, type Codec } from './codec';
import type { RegistryClient } from './registry-client';

const forSchema = (schema: object): Type => Type.forSchema(schema as Parameters<typeof Type.forSchema>[0]);

/** Ids 1 and 2 are Tweet and Profile; 3 is an older Tweet; every lookup is counted. */
function fakeRegistry() {
  const tweet = latestSchema('Tweet') as unknown as { fields: { name: string }[] };
  const older = { ...tweet, fields: tweet.fields.filter(({ name }) => name !== 'unmapped') };
  const types = new Map([
    [1, forSchema(tweet)],
    [2, forSchema(latestSchema('Profile'))],
    [3, forSchema(older)],
  ]);
  const lookups: number[] = [];
  const client: RegistryClient = {
    writerType: (id) => {
      lookups.push(id);
      return Promise.resolve(types.get(id) ?? null);
    },
    idOf: (subject) => Promise.resolve(subject.startsWith('tweets') ? 1 : 2),
  };
  return { client, lookups, types };
}

async function prepared(): Promise<{ codec: Codec; registry: ReturnType<typeof fakeRegistry> }> {
  const registry = fakeRegistry();
  const codec = createCodec({ registryUrl: 'http://unused', clock: systemClock, registry: registry.client });
  await codec.prepare(['tweets-raw', 'profiles-raw']);
  return { codec, registry };
}

function reasonOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof DecodeError || error instanceof OutputError) {
      return error.reason;
    }
    throw error;
  }
  return 'none';
}

describe('codec', () => {
  it('gives back what it was given', async () => {
    const { codec } = await prepared();
    const tweet = buildTweet({ text: '👩‍👩‍👧 שלום こんにちは' });
    const bytes = codec.encode('tweets-raw', tweet);
    await codec.load('tweets-raw', [bytes]);
    expect(codec.decode('tweets-raw', bytes)).toEqual(tweet);
  });

  it('encodes a record larger than its scratch buffer', async () => {
    const { codec } = await prepared();
    const tweet = buildTweet({ text: '長'.repeat(100_000) });
    const bytes = codec.encode('tweets-raw', tweet);
    await codec.load('tweets-raw', [bytes]);
    expect(codec.decode('tweets-raw', bytes)).toEqual(tweet);
  });

  it('reads a record of another schema version, with defaults for what it lacks', async () => {
    const { codec, registry } = await prepared();
    const tweet = buildTweet({ unmapped: null });
    const body = registry.types.get(3)?.toBuffer(tweet) ?? Buffer.alloc(0);
    const bytes = Buffer.concat([Buffer.from([0, 0, 0, 0, 3]), body]);
    await codec.load('tweets-raw', [bytes]);
    expect(codec.decode('tweets-raw', bytes)).toEqual(tweet);
  });

  it('asks the registry once for an id, and not again for one it does not know', async () => {
    const { codec, registry } = await prepared();
    const known = codec.encode('tweets-raw', buildTweet({}));
    const unknown = Buffer.from([0, 0, 0, 0, 99, 0]);
    await codec.load('tweets-raw', [known, unknown, known]);
    await codec.load('tweets-raw', [known, unknown]);
    expect(registry.lookups.sort()).toEqual([1, 99]);
  });

  it('refuses to encode before it was prepared', () => {
    const codec = createCodec({
      registryUrl: 'http://unused',
      clock: systemClock,
      registry: fakeRegistry().client,
    });
    expect(() => codec.encode('tweets-raw', buildTweet({}))).toThrow(PipelineError);
  });

  it('names the field that does not fit the schema', async () => {
    const { codec } = await prepared();
    const wrong = { ...buildTweet({}), id: 12 };
    expect(() => codec.encode('tweets-raw', wrong)).toThrow(/does not fit its schema at id/);
    expect(reasonOf(() => codec.encode('tweets-raw', wrong))).toBe('OUTPUT_INVALID');
  });

  describe('poison', () => {
    it.each([
      ['no bytes', () => Buffer.alloc(0), 'BAD_WIRE_FORMAT'],
      ['one byte', () => Buffer.from([0]), 'BAD_WIRE_FORMAT'],
      ['plain JSON', () => Buffer.from('{"id":"1"}'), 'BAD_WIRE_FORMAT'],
      ['an unknown schema id', () => Buffer.from([0, 0, 0, 0, 99, 2, 65]), 'UNKNOWN_SCHEMA_ID'],
      [
        'a truncated body',
        (codec: Codec) => codec.encode('tweets-raw', buildTweet({})).subarray(0, 20),
        'UNDECODABLE',
      ],
      [
        'trailing bytes',
        (codec: Codec) => Buffer.concat([codec.encode('tweets-raw', buildTweet({})), Buffer.from([7])]),
        'UNDECODABLE',
      ],
      ['another type', (codec: Codec) => codec.encode('profiles-raw', buildProfile({})), 'SCHEMA_MISMATCH'],
    ])('refuses %s', async (_what, bytesOf, reason) => {
      const { codec } = await prepared();
      const bytes = bytesOf(codec);
      await codec.load('tweets-raw', [bytes]);
      expect(reasonOf(() => codec.decode('tweets-raw', bytes))).toBe(reason);
    });
  });
});
