import { Type } from 'avsc';
import { latestSchema, type Tweet } from '@tdp/contracts';
import { buildEnrichedTweet, buildProfile, buildTweet } from '@tdp/testing';
import { PipelineError, systemClock } from '@tdp/service';
import { DecodeError, OutputError } from '../errors';
import { createCodec, type Codec } from './codec';
import type { RegistryClient } from './registry-client';

type FakeRegistry = Pick<RegistryClient, 'idOf' | 'writerType'>;

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
  const client: FakeRegistry = {
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

  describe('a record that is passed on inside another', () => {
    async function preparedForBoth() {
      const tweet = latestSchema('Tweet') as unknown as { fields: { name: string }[] };
      const older = { ...tweet, fields: tweet.fields.filter(({ name }) => name !== 'unmapped') };
      const types = new Map([
        [1, forSchema(tweet)],
        [3, forSchema(older)],
        [4, forSchema(latestSchema('EnrichedTweet'))],
      ]);
      const registry: FakeRegistry = {
        writerType: (id) => Promise.resolve(types.get(id) ?? null),
        idOf: (subject) => Promise.resolve(subject === 'tweets-raw-value' ? 1 : 4),
      };
      const codec = createCodec({ registryUrl: 'http://unused', clock: systemClock, registry });
      await codec.prepare(['tweets-raw', 'tweets-enriched']);
      return { codec, older: forSchema(older) };
    }
    const tweets = [
      buildTweet({ text: '👩‍👩‍👧 שלום' }),
      buildTweet({ text: '長'.repeat(100_000) }),
      buildTweet({ referencedTweets: [{ type: 'quoted', id: '7', tweet: buildTweet({ id: '7' }) }] }),
    ];

    it.each(tweets)('is written as if it were encoded anew: $id', async (tweet) => {
      const { codec } = await preparedForBoth();
      const raw = codec.encode('tweets-raw', tweet);
      await codec.load('tweets-raw', [raw]);
      const decoded = codec.decode('tweets-raw', raw) as Tweet;
      const copied = codec.encode('tweets-enriched', buildEnrichedTweet({ tweet: decoded }));
      const anew = codec.encode('tweets-enriched', buildEnrichedTweet({ tweet: { ...decoded } }));
      expect(copied.equals(anew)).toBe(true);
    });

    it('is encoded anew when it came in another version than ours', async () => {
      const { codec, older } = await preparedForBoth();
      const raw = Buffer.concat([Buffer.from([0, 0, 0, 0, 3]), older.toBuffer(buildTweet({}))]);
      await codec.load('tweets-raw', [raw]);
      const enriched = buildEnrichedTweet({ tweet: codec.decode('tweets-raw', raw) as Tweet });
      const value = codec.encode('tweets-enriched', enriched);
      await codec.load('tweets-enriched', [value]);
      expect(codec.decode('tweets-enriched', value)).toEqual(enriched);
    });

    it('names a field of the record around it that does not fit', async () => {
      const { codec } = await preparedForBoth();
      const raw = codec.encode('tweets-raw', buildTweet({}));
      await codec.load('tweets-raw', [raw]);
      const tweet = codec.decode('tweets-raw', raw) as Tweet;
      const wrong = { ...buildEnrichedTweet({ tweet }), attached: { mediaCount: 'many' } };
      expect(() => codec.encode('tweets-enriched', wrong)).toThrow(
        /does not fit its schema at attached.*mediaCount/,
      );
    });
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
