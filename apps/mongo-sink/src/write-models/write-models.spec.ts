import { mongo } from 'mongoose';
import { AN_INSTANT, buildEnrichedTweet, buildProfile, buildTweet, buildUser } from '@tdp/testing';
import { compileToBson } from './to-bson';
import { toTweetDocument } from './tweet-document';
import { toUserDocument } from './user-document';
import { isNewer, type StoredDocument } from './versioned';

const storedAt = new Date(AN_INSTANT + 5_000);
const types = (value: unknown): string => (value as object).constructor.name;

describe('compileToBson', () => {
  it.each([
    ['int', 3, 3],
    ['string', 'x', 'x'],
    ['boolean', false, false],
    [['null', 'long'], null, null],
    [{ type: 'long', logicalType: 'timestamp-millis' }, 0, new Date(0)],
    [{ type: 'array', items: 'string' }, ['a'], ['a']],
    [{ type: 'array', items: { type: 'long', logicalType: 'timestamp-millis' } }, [1], [new Date(1)]],
  ])('%j turns %j into %j', (schema, value, expected) => {
    expect(compileToBson(schema as never)(value)).toEqual(expected);
  });

  it('keeps one BSON type per field, whatever the value', () => {
    const long = compileToBson('long');
    const double = compileToBson('double');
    expect([3, 3e9].map((value) => types(long(value)))).toEqual(['Long', 'Long']);
    expect([3, 3.5].map((value) => types(double(value)))).toEqual(['Double', 'Double']);
    expect(String(long(3_000_000_001))).toBe('3000000001');
  });

  it('follows a record that contains itself', () => {
    const node = {
      type: 'record',
      name: 'Node',
      fields: [
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
        { name: 'next', type: ['null', 'Node'] },
      ],
    };
    expect(compileToBson(node)({ at: 1, next: { at: 2, next: null } })).toEqual({
      at: new Date(1),
      next: { at: new Date(2), next: null },
    });
  });

  it('calls a schema that mentions what it does not define a bug', () => {
    expect(() => compileToBson('Nowhere')).toThrow('Nowhere');
  });
});

describe('the document of a post', () => {
  it('has the fields of post and enrichment side by side, instants as dates, every field present', () => {
    const document = toTweetDocument(buildEnrichedTweet({ tweet: buildTweet({ id: '7' }) }), storedAt);
    expect(document).toMatchObject({
      _id: '7',
      text: 'a quiet day at the river',
      createdAt: new Date(AN_INSTANT),
      observedAt: new Date(AN_INSTANT + 1_000),
      author: { createdAt: new Date(Date.UTC(2013, 11, 14)) },
      language: 'en',
      createdHour: 10,
      location: null,
      storedAt,
    });
    expect(document).not.toHaveProperty('id');
    expect(document).not.toHaveProperty('tweet');
    expect(Object.values(document)).not.toContain(undefined);
  });

  it.each([
    [[-0.1195, 51.5033], { type: 'Point', coordinates: [-0.1195, 51.5033] }],
    [[180, -90], { type: 'Point', coordinates: [180, -90] }],
    [[181, 0], null],
    [[0, 91], null],
    [[0], null],
    [[Number.NaN, 0], null],
  ])('has a location only on Earth: %j', (coordinates, location) => {
    const tweet = buildTweet({ coordinates: { type: 'Point', coordinates } });
    expect(toTweetDocument(buildEnrichedTweet({ tweet }), storedAt)['location']).toEqual(location);
  });

  it('survives BSON unchanged, emoji and NUL included', () => {
    const text = '👩‍👩‍👧\u0000שלום';
    const document = toTweetDocument(buildEnrichedTweet({ tweet: buildTweet({ text }) }), storedAt);
    expect(mongo.BSON.deserialize(mongo.BSON.serialize(document))['text']).toBe(text);
  });
});

it('the document of a user has the fields of its profile', () => {
  const document = toUserDocument(buildProfile({ user: buildUser({ id: '5', name: 'Bo' }) }), storedAt);
  expect(document).toMatchObject({
    _id: '5',
    name: 'Bo',
    observedAt: new Date(AN_INSTANT + 1_000),
    storedAt,
  });
  expect(types((document['publicMetrics'] as { followersCount: unknown }).followersCount)).toBe('Long');
});

describe('versions', () => {
  const version = (observed: number, edits: number): StoredDocument => ({
    _id: '1',
    observedAt: new Date(observed),
    storedAt,
    editHistoryTweetIds: Array.from({ length: edits }, String),
  });
  it.each([
    [version(2, 1), version(1, 5), true],
    [version(1, 5), version(2, 1), false],
    [version(1, 2), version(1, 1), true],
    [version(1, 1), version(1, 1), false],
  ])('case %#', (a, b, newer) => {
    expect(isNewer(a, b)).toBe(newer);
  });
});
