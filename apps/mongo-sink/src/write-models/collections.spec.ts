import mongoose, { mongo } from 'mongoose';
import { AN_INSTANT, buildEnrichedTweet, buildProfile } from '@tdp/testing';
import { createModels } from '../models/models';
import { COLLECTIONS } from './collections';
import { toGapDocument } from './gap-document';
import { toJsonSchema } from './json-schema';
import { toLetterDocument } from './letter-document';
import { toTweetDocument } from './tweet-document';
import { toUserDocument } from './user-document';
import { toUserSnapshot } from './user-snapshot-document';
import { toVersionDocument } from './version-document';

const storedAt = new Date(AN_INSTANT);
const tweet = toTweetDocument(buildEnrichedTweet(), storedAt);
const gap = {
  ...{ source: 'filtered-stream', from: 1, to: null, cause: 'stall', openedAt: 2, closedAt: null },
  ...{ repair: null, recovered: null, complete: null, detail: null },
};
const letter = {
  ...{ id: 'a', service: 'enricher', step: 'decode', reason: 'NULL_VALUE', at: 5, redriven: 0 },
  ...{ origin: null, key: null, value: null },
};
const names = (named: readonly { readonly name: string }[]) => named.map(({ name }) => name);
const described = (name: string) => COLLECTIONS.find((one) => one.name === name)!;

describe('the description of a collection', () => {
  it('there is of each that has a model', () => {
    const models = Object.values(createModels(mongoose.createConnection()));
    expect(names(COLLECTIONS)).toEqual(models.map(({ collection }) => collection.name));
  });

  it.each([
    ['tweets', tweet],
    ['tweet_versions', toVersionDocument(tweet)],
    ['users', toUserDocument(buildProfile(), storedAt)],
    ['user_snapshots', toUserSnapshot(buildProfile(), storedAt)],
    ['stream_gaps', toGapDocument(gap, storedAt)],
    ['dead_letters', toLetterDocument(letter, 'enricher-dlq', storedAt)],
  ])('has the fields of the documents of %s, in their order', (name, document) => {
    expect(names(described(name).schema.fields)).toEqual(Object.keys(document));
  });
});

describe('the JSON schema of a collection', () => {
  const schema = toJsonSchema(described('tweets').schema, 'tweets', 'whole');

  it.each([
    ['a text', 'text', { bsonType: 'string' }],
    ['a 64-bit integer inside', 'durationMs', { bsonType: ['long', 'null'] }],
  ])('has %s', (_what, name, expected) => {
    const media = schema.properties?.['media']?.items?.properties;
    expect(schema.properties?.[name] ?? media?.[name]).toEqual(expected);
  });

  it('has instants as dates, doubles as doubles, and null where it may be', () => {
    expect(schema.properties).toMatchObject({
      createdAt: { bsonType: ['date', 'null'] },
      observedAt: { bsonType: 'date' },
      location: {
        bsonType: ['object', 'null'],
        required: ['type', 'coordinates'],
        properties: { coordinates: { bsonType: 'array', items: { bsonType: 'double' } } },
      },
      sentiment: { properties: { compound: { bsonType: ['double', 'null'] } } },
    });
  });

  it('requires what every release stores, and no field that came later', () => {
    expect(schema.required).toEqual(
      expect.arrayContaining(['_id', 'id', 'text', 'source', 'observedAt', 'storedAt', 'isEdited', 'holds']),
    );
    expect(schema.required).not.toContain('createdAt');
    expect(schema.required).not.toContain('sentiment');
  });

  it('follows a post inside a post once', () => {
    const inner = schema.properties?.['referencedTweets']?.items?.properties?.['tweet'];
    expect(inner?.properties?.['text']).toEqual({ bsonType: 'string' });
    expect(inner?.properties?.['referencedTweets']).toEqual({
      bsonType: 'array',
      items: { bsonType: 'object' },
    });
  });

  it('has a core that the server looks at with each write: what must be there, and dates', () => {
    const core = toJsonSchema(described('tweets').schema, 'tweets', 'core');
    expect(core.required).toEqual(schema.required);
    expect(core.properties).toMatchObject({
      holds: { bsonType: 'array' },
      createdAt: { bsonType: ['date', 'null'] },
      location: { bsonType: ['object', 'null'] },
    });
    expect(core.properties).not.toHaveProperty('sentiment');
    expect(JSON.stringify(core)).not.toContain('items');
  });

  it('is small enough to be sent with every start', () => {
    const sizes = COLLECTIONS.map(({ name, schema: one }) =>
      mongo.BSON.calculateObjectSize(toJsonSchema(one, name, 'whole')),
    );
    expect(Math.max(...sizes)).toBeLessThan(64_000);
  });
});
