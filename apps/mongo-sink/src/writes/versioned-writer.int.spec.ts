import { createMetrics, systemClock } from '@tdp/service';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';
import { createSinkMetrics } from '../metrics';
import { createOperations } from '../operations';
import type { StoredDocument } from '../write-models/versioned';
import { createVersionedWriter, type VersionedWriter } from './versioned-writer';

let test: TestDatabase;
let writer: VersionedWriter;

beforeAll(async () => {
  test = await openTestDatabase();
  writer = createVersionedWriter({
    collection: test.database.tweets,
    operations: createOperations(test.database, systemClock),
    metrics: createSinkMetrics(createMetrics({ service: 't', version: 't', commit: 't' })),
    clock: systemClock,
  });
});
beforeEach(() => test.empty());
afterAll(() => test.close());

const document = (_id: string, fields: object = {}): StoredDocument => ({
  _id,
  observedAt: new Date(0),
  storedAt: new Date(0),
  ...fields,
});
const nested = (depth: number): object => (depth === 0 ? {} : { in: nested(depth - 1) });
const ids = async () => (await test.database.tweets.find().toArray()).map(({ _id }) => _id);

it.each([
  ['larger than MongoDB stores', { text: 'x'.repeat(16_800_000) }, /Size must be between/],
  ['larger than the driver writes', { text: 'x'.repeat(20_000_000) }, /out of range/],
  ['nested too deep', nested(250), /nested|depth/i],
  ['with latitude and longitude swapped', { location: { type: 'Point', coordinates: [51, -118] } }, /geo/],
  ['with two arrays in one index', { tags: [{ hashtags: ['a'] }], createdAt: [1, 2] }, /parallel arrays/],
])('a document %s is refused alone', async (_what, fields, reason) => {
  const bad = document('bad', fields);
  const refused = await writer.write([document('1'), document('2'), bad, document('3')]);
  expect([...refused.keys()]).toEqual([bad]);
  expect(refused.get(bad)?.message).toMatch(reason);
  expect((await ids()).toSorted()).toEqual(['1', '2', '3']);
});

it('more documents than one command may carry are stored in several', async () => {
  const large = ['1', '2', '3', '4', '5'].map((_id) => document(_id, { text: 'x'.repeat(5_000_000) }));
  expect(await writer.write(large)).toEqual(new Map());
  expect(await test.database.tweets.countDocuments()).toBe(5);
});

it('a document refused by a unique index is refused, and not taken for one that is there', async () => {
  const { tweets } = test.database;
  await tweets.createIndex({ text: 1 }, { unique: true, sparse: true, name: 'ofYours' }, {});
  const clash = document('2', { text: 'the same' });
  const refused = await writer.write([document('1', { text: 'the same' }), clash, document('3')]);
  await tweets.dropIndex('ofYours');
  expect([...refused.keys()]).toEqual([clash]);
  expect((await ids()).toSorted()).toEqual(['1', '3']);
});

it('what is refused makes way for an older observation of the same in the slice', async () => {
  const older = document('1', { text: 'small' });
  const newer = document('1', { observedAt: new Date(9), text: 'x'.repeat(16_800_000) });
  expect([...(await writer.write([newer, older])).keys()]).toEqual([newer]);
  expect(await ids()).toEqual(['1']);
});
