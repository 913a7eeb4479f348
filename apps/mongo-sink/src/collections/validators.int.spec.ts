import os from 'node:os';
import mongoose, { type mongo } from 'mongoose';
import { createRecordingLogger } from '@tdp/service/testing';
import { createMetrics, systemClock } from '@tdp/service';
import { gap, history, letter, profile, version, word } from '../../test-support/envelopes';
import { everything, profileOf, ann } from '../../test-support/removal-world';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';
import { createSinkMetrics } from '../metrics';
import { COLLECTIONS } from '../write-models/collections';
import { createInspection, INSPECTED } from './inspection';
import { settleValidator, VALIDATORS } from './validators';

let test: TestDatabase;
const { logger } = createRecordingLogger('info');
const metrics = createSinkMetrics(createMetrics({ service: 't', version: 't', commit: 't' }));

beforeEach(async () => {
  test = await openTestDatabase();
});
afterEach(() => test.close());

const optionsOf = async (collection: string) => {
  const { cursor } = await test.database.command({ listCollections: 1, filter: { name: collection } });
  return (cursor as { firstBatch: readonly { options: Record<string, unknown> }[] }).firstBatch[0]?.options;
};
const restart = async () => (await test.reopen()).close();

/** How many documents do not fit, of each collection where any does not. */
async function unfit(): Promise<Readonly<Record<string, number>>> {
  const { database } = test;
  const fatal = (error: Error): never => {
    throw error;
  };
  await createInspection({ database, metrics, clock: systemClock, logger, fatal }).inspect();
  const { values } = await metrics.unfitDocuments.get();
  expect(values).toHaveLength(COLLECTIONS.length);
  return Object.fromEntries(
    values.flatMap(({ labels, value }) => (value === 0 ? [] : [[String(labels.collection), value]])),
  );
}

describe('a validator', () => {
  it.each(COLLECTIONS)('of $name warns of what does not fit', async ({ name }) => {
    expect(await optionsOf(name)).toEqual({
      validator: { $jsonSchema: VALIDATORS.get(name) },
      validationLevel: 'strict',
      validationAction: 'warn',
    });
  });

  it('is left alone once it is as it should be', async () => {
    const connection = await mongoose.createConnection(test.uri, { runtimeAdapters: { os } }).asPromise();
    const settle = () =>
      Promise.all(COLLECTIONS.map((one) => settleValidator(connection.db as mongo.Db, one)));
    expect(new Set(await settle())).toEqual(new Set(['unchanged']));
    await test.database.command({ collMod: 'tweets', validator: {} });
    expect((await settle()).filter((what) => what !== 'unchanged')).toEqual(['created']);
    await connection.close();
  });

  it('of another release is replaced, and refuses as before where somebody wants it so', async () => {
    const $jsonSchema = { title: 'mongo-sink: tweets', bsonType: 'object', required: ['of old'] };
    await test.database.command({
      ...{ collMod: 'tweets', validator: { $jsonSchema } },
      ...{ validationAction: 'error', validationLevel: 'moderate' },
    });
    await restart();
    expect(await optionsOf('tweets')).toEqual({
      validator: { $jsonSchema: VALIDATORS.get('tweets') },
      validationLevel: 'moderate',
      validationAction: 'error',
    });
  });

  it('of somebody else stays', async () => {
    const validator = { text: { $ne: 'no' } };
    await test.database.command({ collMod: 'tweets', validator, validationAction: 'error' });
    await restart();
    expect(await optionsOf('tweets')).toMatchObject({ validator, validationAction: 'error' });
  });
});

describe('what does not fit', () => {
  it('is nothing that the sink writes: posts, versions, users, gaps, removals, and what is cut', async () => {
    const store = test.createReplica();
    const coordinates = { type: 'Point', coordinates: [13, 52] };
    await store([...everything(), version('1', 0, { coordinates }), version('2', 5, history('1', '2'))]);
    await store([profile('7', 1), profileOf(ann), profile('8', 2)]);
    await store([gap({}), gap({ to: 5, closedAt: 7 })]);
    await store([letter('a', { id: '5' }), letter('b', { id: '6' })]);
    await store([word('post', '1000'), word('user', '8'), word('user', '72', { action: 'scrub_geo' })]);
    await store([word('post', '1000', { action: 'restore', at: Date.now() })]);
    for (const { name } of COLLECTIONS) {
      expect([name, (await test.database.command({ count: name }))['n']]).not.toEqual([name, 0]);
    }
    expect(await unfit()).toEqual({});
  });

  it('is stored all the same, and counted', async () => {
    const store = test.createReplica();
    await store([version('1', 0), version('2', 0)]);
    await test.database.tweets.insertOne({ _id: 'by hand' } as never);
    await test.database.tweets.updateOne({ _id: '2' }, { $set: { 'publicMetrics.likeCount': 1.5 } });
    await test.database.users.insertOne({ _id: 'by hand', username: 5 } as never);
    expect(await unfit()).toEqual({ tweets: 2, users: 1 });
    expect(await test.database.tweets.countDocuments()).toBe(3);
  });

  it('is looked for among the newest', async () => {
    await test.database.users.insertOne({ _id: 'by hand', username: 5 } as never);
    const users = Array.from({ length: INSPECTED - 1 }, (_, index) => profile(String(index), 0));
    await test.createReplica()(users);
    expect(await unfit()).toEqual({ users: 1 });
    await test.createReplica()([profile('one more', 0)]);
    expect(await unfit()).toEqual({});
  });
});

describe('a validator that an operator lets refuse', () => {
  const refuse = (collMod: string) => test.database.command({ collMod, validationAction: 'error' });
  const wrong = { source: 5 as unknown as string };
  const kindsOf = async (slice: Parameters<ReturnType<TestDatabase['createReplica']>>[0]) =>
    (await test.createReplica()(slice)).map((result) =>
      result.kind === 'dlq' ? result.reason : result.kind,
    );

  it('costs one post of a thousand that one, newly stored or observed again', async () => {
    await refuse('tweets');
    const slice = (at: number, bad: number) =>
      Array.from({ length: 1_000 }, (_, index) => version(String(index), at, index === bad ? wrong : {}));
    const expected = (bad: number) =>
      Array.from({ length: 1_000 }, (_, index) => (index === bad ? 'WRITE_REFUSED' : 'ok'));

    expect(await kindsOf(slice(0, 500))).toEqual(expected(500));
    expect(await test.database.tweets.countDocuments()).toBe(999);

    expect(await kindsOf(slice(10, 3))).toEqual(expected(3));
    expect(await test.database.tweets.countDocuments({ text: 'seen at 10' })).toBe(999);
    expect(await test.database.tweets.findOne({ _id: '3' })).toMatchObject({ text: 'seen at 0' });
  });

  it('costs an older version itself, and the later one of its post only', async () => {
    await test.createReplica()([version('1', 0, wrong), version('3', 0)]);
    await refuse('tweet_versions');
    const later = (id: string, first: string) => version(id, 5, history(first, id));
    expect(await kindsOf([later('2', '1'), later('4', '3')])).toEqual(['WRITE_REFUSED', 'ok']);
    expect(await test.database.tweetVersions.countDocuments()).toBe(1);
  });

  it('never keeps what was removed: a document that may not be cut is deleted', async () => {
    await test.createReplica()(everything());
    await test.database.tweets.updateOne({ _id: '3000' }, { $set: { source: 'x' } });
    await test.database.command({
      ...{ collMod: 'tweets', validationAction: 'error' },
      validator: { $or: [{ timesCut: 0 }, { _id: { $ne: '3000' } }] },
    });
    expect(await kindsOf([word('post', '1000')])).toEqual(['ok']);
    const left = await test.database.tweets.find().sort({ _id: 1 }).toArray();
    expect(left.map(({ _id }) => _id)).toEqual(['4000', '5000', '7000']);
  });

  it('costs users and gaps as little', async () => {
    await refuse('users');
    await refuse('stream_gaps');
    const wrongProfile = profile('8', 0);
    Object.assign((wrongProfile.record as { user: object }).user, { name: 5 });
    expect(await kindsOf([profile('7', 0), wrongProfile, profile('9', 0)])).toEqual([
      'ok',
      'WRITE_REFUSED',
      'ok',
    ]);
    const wrongGap = gap({ cause: 5 as unknown as string, openedAt: 5 });
    expect(await kindsOf([wrongGap, gap({})])).toEqual(['WRITE_REFUSED', 'ok']);
  });
});
