import {
  latestSchema,
  TOPICS,
  type AvroSchema,
  type EnrichedTweet,
  type RecordTopicName,
  type Tweet,
} from '@tdp/contracts';
import { PipelineError, systemClock } from '@tdp/service';
import { buildEnrichedTweet, buildTweet, nextVersion } from '@tdp/testing';
import { createCodec, type Codec } from './codec';
import { findIncompatibilities } from './full-transitive';
import { typeOf } from './record-types';
import type { RegistryClient } from './registry-client';

const v1 = (topic: RecordTopicName): AvroSchema => latestSchema(TOPICS[topic].record);
const v2 = (topic: RecordTopicName): AvroSchema => nextVersion(v1(topic));

/** A registry in which each topic has both versions, under ids of their own. */
const SCHEMAS = (['tweets-raw', 'tweets-enriched'] as const).flatMap((topic) =>
  [v1, v2].map((version) => ({ subject: `${topic}-value`, schema: version(topic) })),
);

function createRegistry(): Pick<RegistryClient, 'writerType' | 'idOf'> & { readonly lookups: number[] } {
  const lookups: number[] = [];
  return {
    lookups,
    writerType(id) {
      lookups.push(id);
      const schema = SCHEMAS[id]?.schema;
      return Promise.resolve(schema === undefined ? null : typeOf(schema));
    },
    idOf: (subject, schema) =>
      Promise.resolve(
        SCHEMAS.findIndex(
          (known) => known.subject === subject && JSON.stringify(known.schema) === JSON.stringify(schema),
        ),
      ),
  };
}

async function codecOf(
  schemaOf: (topic: RecordTopicName) => AvroSchema,
  registry = createRegistry(),
): Promise<Codec> {
  const codec = createCodec({ registryUrl: 'http://unused', clock: systemClock, registry, schemaOf });
  await codec.prepare(['tweets-raw', 'tweets-enriched']);
  return codec;
}

const publicMetrics = { ...buildTweet().publicMetrics!, shareCount: 3 };
const newer = { ...buildTweet({ id: '7' }), hologram: 'h', publicMetrics };

async function reading(codec: Codec, topic: RecordTopicName, ...values: Buffer[]): Promise<object[]> {
  await codec.load(topic, values);
  return values.map((value) => codec.decode(topic, value));
}

it('a version that only has more nullable fields is compatible', () => {
  for (const record of ['Tweet', 'EnrichedTweet'] as const) {
    expect(findIncompatibilities([latestSchema(record), nextVersion(latestSchema(record))])).toEqual([]);
  }
});

describe('a reader of an older version than the writer', () => {
  it('waits, and says which fields it would drop and what to do', async () => {
    const value = (await codecOf(v2)).encode('tweets-raw', newer);
    const registry = createRegistry();
    const codec = await codecOf(v1, registry);
    const load = () => codec.load('tweets-raw', [value]);
    await expect(load()).rejects.toMatchObject({
      code: 'SCHEMA_NEWER',
      retriable: true,
      message:
        'reading tweets-raw: schema id 1 (com.twitterdatapipeline.tweets.Tweet) has fields that this version of the ' +
        'service lacks and would drop: Tweet.hologram, PublicMetrics.shareCount; upgrade this service before those that write to it',
    });
    // Tried again and again, without asking the registry again.
    await expect(load()).rejects.toBeInstanceOf(PipelineError);
    expect(registry.lookups).toEqual([1]);
    // Whoever does not heed it gets the same, and not a reason for a dead letter.
    expect(() => codec.decode('tweets-raw', value)).toThrow(PipelineError);
  });

  it('waits for a slice of both versions as a whole', async () => {
    const codec = await codecOf(v1);
    const values = [
      codec.encode('tweets-raw', buildTweet()),
      (await codecOf(v2)).encode('tweets-raw', newer),
    ];
    await expect(codec.load('tweets-raw', values)).rejects.toMatchObject({ code: 'SCHEMA_NEWER' });
    expect(await reading(codec, 'tweets-raw', values[0]!)).toEqual([buildTweet()]);
  });

  it('waits for a record that is new deep inside the one it reads', async () => {
    const enriched = { ...buildEnrichedTweet({ tweet: newer }), echo: { people: 5 } };
    const value = (await codecOf(v2)).encode('tweets-enriched', enriched);
    await expect((await codecOf(v1)).load('tweets-enriched', [value])).rejects.toThrow(
      /drop: EnrichedTweet\.echo, Tweet\.hologram, PublicMetrics\.shareCount/,
    );
  });
});

describe('a reader of a newer version than the writer', () => {
  it('reads with null for what is new, beside records of its own version', async () => {
    const codec = await codecOf(v2);
    const values = [
      (await codecOf(v1)).encode('tweets-raw', buildTweet()),
      codec.encode('tweets-raw', newer),
    ];
    const [old, own] = await reading(codec, 'tweets-raw', ...values);
    expect(old).toEqual({
      ...buildTweet(),
      hologram: null,
      publicMetrics: { ...buildTweet().publicMetrics, shareCount: null },
    });
    expect(own).toEqual(newer);
  });

  it.each([
    ['its own version, whose bytes are copied', newer],
    ['an older one, which is encoded anew', buildTweet({ id: '7' })],
  ])('passes on a record of %s', async (_what, tweet) => {
    const codec = await codecOf(v2);
    const writer = tweet === newer ? codec : await codecOf(v1);
    const [read] = await reading(codec, 'tweets-raw', writer.encode('tweets-raw', tweet));
    const enriched = { ...buildEnrichedTweet({ tweet: read as Tweet }), echo: { people: 5 } };
    const value = codec.encode('tweets-enriched', enriched);
    expect(await reading(codec, 'tweets-enriched', value)).toEqual([enriched]);
    const anew: EnrichedTweet = { ...enriched, tweet: { ...(read as Tweet) } };
    expect(value.equals(codec.encode('tweets-enriched', anew))).toBe(true);
  });
});
