import { mongo } from 'mongoose';
import { AN_INSTANT, buildEnrichedTweet, buildProfile, buildTweet, buildUser } from '@tdp/testing';
import { STORED_AT } from './added-fields';
import { compileDocument } from './compile-document';
import { INSTANT } from './document-schema';
import { toTweetDocument } from './tweet-document';
import { toUserDocument } from './user-document';
import { compareIds, compareObservations, type StoredDocument } from './versioned';

const storedAt = new Date(AN_INSTANT + 5_000);
const types = (value: unknown): string => (value as object).constructor.name;

describe('compileDocument', () => {
  const record = (name: string, fields: object) => ({
    type: 'record',
    name,
    fields: Object.entries(fields).map(([field, type]) => ({ name: field, type: type as unknown })),
  });
  /** The document of a record with one field of this type beside its subject. */
  function converted(type: unknown, value: unknown): unknown {
    const schema = record('Outer', { subject: record('Subject', { id: 'string' }), field: type });
    const toDocument = compileDocument<object, object>(schema, { subject: 'subject', added: [] });
    return toDocument({ subject: { id: '1' }, field: value }, {})['field'];
  }

  it.each([
    ['int', 3, 3],
    ['string', 'x', 'x'],
    ['boolean', false, false],
    [['null', 'long'], null, null],
    [['null', 'string'], null, null],
    [INSTANT, 0, new Date(0)],
    [['null', INSTANT], 5, new Date(5)],
    [{ type: 'array', items: 'string' }, ['a'], ['a']],
    [{ type: 'array', items: INSTANT }, [1], [new Date(1)]],
    [{ type: 'array', items: record('Item', { at: INSTANT }) }, [{ at: 1 }], [{ at: new Date(1) }]],
    [record('Inner', { text: 'string' }), { text: 'x' }, { text: 'x' }],
  ])('turns a field of %j from %j into %j', (type, value, expected) => {
    expect(converted(type, value)).toEqual(expected);
  });

  it('keeps one BSON type per field, whatever the value', () => {
    expect([3, 3e9].map((value) => types(converted('long', value)))).toEqual(['Long', 'Long']);
    expect([3, 3.5].map((value) => types(converted('double', value)))).toEqual(['Double', 'Double']);
    expect(String(converted('long', 3_000_000_001))).toBe('3000000001');
  });

  it("puts the subject's fields first, its id as _id, then the others, then what is added", () => {
    const subject = record('Subject', { text: 'string', id: 'string', at: INSTANT });
    const schema = record('Outer', { count: 'long', subject });
    const toDocument = compileDocument<object, object>(schema, { subject: 'subject', added: [STORED_AT] });
    const document = toDocument({ count: 2, subject: { text: 't', id: '7', at: 1 } }, { storedAt });
    expect(Object.entries(document)).toEqual([
      ['text', 't'],
      ['_id', '7'],
      ['at', new Date(1)],
      ['count', mongo.Long.fromNumber(2)],
      ['storedAt', storedAt],
    ]);
  });

  it.each([
    ['a field beside the subject', { text: 'string' }, [], 'field text'],
    ['what is added', { storedAt: INSTANT }, [STORED_AT], 'field storedAt'],
    ['a second _id', { _id: 'string' }, [], 'field _id'],
  ])(
    'refuses a document in which one name would stand for two values: %s',
    (_what, fields, added, message) => {
      const schema = record('Outer', {
        subject: record('Subject', { id: 'string', text: 'string' }),
        ...fields,
      });
      expect(() => compileDocument(schema, { subject: 'subject', added })).toThrow(message);
    },
  );

  it('follows a record that contains itself', () => {
    const node = record('Node', { at: INSTANT, next: ['null', 'Node'] });
    const value = { at: 1, next: { at: 2, next: null } };
    expect(converted(node, value)).toEqual({ at: new Date(1), next: { at: new Date(2), next: null } });
  });

  it('calls a schema that mentions what it does not define a bug, and one without its subject', () => {
    expect(() => converted('Nowhere', 1)).toThrow('Nowhere');
    const schema = record('Outer', { other: 'string' });
    expect(() => compileDocument(schema, { subject: 'subject', added: [] })).toThrow('no field subject');
  });
});

describe('the document of a post', () => {
  it('has the fields of post and enrichment side by side, instants as dates, every field present', () => {
    const document = toTweetDocument(buildEnrichedTweet({ tweet: buildTweet({ id: '7' }) }), storedAt);
    expect(document).toMatchObject({
      _id: '7',
      id: '7',
      isEdited: false,
      text: 'a quiet day at the river',
      createdAt: new Date(AN_INSTANT),
      observedAt: new Date(AN_INSTANT + 1_000),
      author: { createdAt: new Date(Date.UTC(2013, 11, 14)) },
      language: { tag: 'en' },
      created: { hour: 10 },
      location: null,
      storedAt,
    });
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
    const document = toTweetDocument(buildEnrichedTweet({ tweet }), storedAt);
    expect(mongo.BSON.deserialize(mongo.BSON.serialize(document))['location']).toEqual(location);
  });

  it('has doubles for its location, whole degrees too', () => {
    const tweet = buildTweet({ coordinates: { type: 'Point', coordinates: [13, 52.5] } });
    const { location } = toTweetDocument(buildEnrichedTweet({ tweet }), storedAt) as unknown as {
      location: { coordinates: readonly unknown[] };
    };
    expect(location.coordinates.map(types)).toEqual(['Double', 'Double']);
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

describe('the order of observations', () => {
  const seen = (observed: number, edits: number, enrichmentRevision?: number): StoredDocument => ({
    _id: '1',
    observedAt: new Date(observed),
    storedAt,
    editHistoryTweetIds: Array.from({ length: edits }, String),
    ...(enrichmentRevision !== undefined && { enrichmentRevision }),
  });
  it.each([
    ['a later observation', seen(1, 5, 9), seen(2, 1, 1)],
    ['more known edits at one instant', seen(1, 1, 9), seen(1, 2, 1)],
    ['a better enricher of the same', seen(1, 1, 1), seen(1, 1, 2)],
    ['an enricher that has a revision', seen(1, 1), seen(1, 1, 1)],
  ])('puts last: %s', (_what, older, newer) => {
    expect(compareObservations(older, newer)).toBeLessThan(0);
    expect(compareObservations(newer, older)).toBeGreaterThan(0);
    expect(compareObservations(newer, { ...newer })).toBe(0);
  });
});

it('the order of ids is that of numbers, beyond what a double holds', () => {
  const ids = ['9', '10', '1346889436626259968', '1346889436626259969', '10000000000000000000'];
  for (const [index, id] of ids.entries()) {
    expect(ids.map((other) => Math.sign(compareIds(other, id)))).toEqual(
      ids.map((_, other) => Math.sign(other - index)),
    );
  }
});
