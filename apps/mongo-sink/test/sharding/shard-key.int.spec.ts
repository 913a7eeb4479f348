import mongoose, { type mongo } from 'mongoose';
import { AN_INSTANT } from '@tdp/testing';
import { createModels } from '../../src/models/models';
import { COLLECTIONS } from '../../src/write-models/collections';
import {
  gap,
  history,
  letter,
  letterGone,
  profile,
  removal,
  version,
  word,
} from '../../test-support/envelopes';
import { ann, everything, profileOf } from '../../test-support/removal-world';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';

let test: TestDatabase;
/** Commands as the driver sent them. */
const sent: mongo.CommandStartedEvent[] = [];

beforeAll(async () => {
  test = await openTestDatabase();
  const client = mongoose.connections.at(-1)?.getClient();
  if (client === undefined) {
    throw new Error('the sink has no connection');
  }
  // Connections that are open already do not tell.
  await client.close();
  // The driver has it as a property, and does not say so.
  Object.assign(client, { monitorCommands: true });
  client.on('commandStarted', (event) => sent.push(event));
  await client.connect();
});
afterAll(() => test.close());

interface Statement {
  readonly collection: string;
  readonly kind: 'insert' | 'update' | 'delete';
  /** The value of _id that it names, if that is one. */
  readonly id: unknown;
  /** How many documents it may change. */
  readonly isOfOne: boolean;
  readonly isUpsert: boolean;
}

type Part = Readonly<Record<string, unknown>>;

/** Every single insert, update and delete of a command. */
function statementsOf({ commandName, command }: mongo.CommandStartedEvent): readonly Statement[] {
  const collection = String((command as Part)[commandName]);
  const parts = (name: string) => (command as Readonly<Record<string, readonly Part[]>>)[name] ?? [];
  const of = (kind: Statement['kind'], query: unknown, isOfOne: boolean, isUpsert = false): Statement => ({
    ...{ collection, kind, isOfOne, isUpsert },
    id: (query as Part)['_id'],
  });
  switch (commandName) {
    case 'insert':
      return parts('documents').map((document) => of('insert', document, true));
    case 'update':
      return parts('updates').map(({ q, multi, upsert }) => of('update', q, multi !== true, upsert === true));
    case 'delete':
      return parts('deletes').map(({ q, limit }) => of('delete', q, limit === 1));
    default:
      return [];
  }
}

it('every write names the _id of the one document that it is about', async () => {
  const store = test.createReplica();
  await store([...everything(), version('9', 0), version('9', 5), version('2', 0)]);
  await store([version('90', 0), version('91', 5, history('90', '91')), version('90', 9)]);
  await store([profile('7', 0), profileOf(ann)]);
  await store([profile('7', 9)]);
  await store([gap({}), gap({ to: AN_INSTANT, closedAt: AN_INSTANT })]);
  await store([letter('a', { id: '1000' }), letter('b', { id: '5' }), letterGone('b')]);
  await store([removal('91'), word('post', '1000'), version('92', 7, history('90', '91', '92'))]);
  await store([word('user', '7'), word('user', ann.id), word('user', '72', { action: 'scrub_geo' })]);
  await store([word('post', '91', { action: 'restore', at: AN_INSTANT + 5 })]);

  const statements = sent.flatMap(statementsOf);
  expect(statements.filter(({ id, isOfOne }) => typeof id !== 'string' || !isOfOne)).toEqual([]);
  // Otherwise nothing was seen.
  const seen = new Set(
    statements.map(({ collection, kind, isUpsert }) => `${kind}${isUpsert ? '+' : ''} ${collection}`),
  );
  for (const one of [
    ...['insert tweets', 'update tweets', 'delete tweets', 'insert tweet_versions', 'delete tweet_versions'],
    ...['insert users', 'update users', 'delete users', 'insert user_snapshots', 'delete user_snapshots'],
    ...[
      'update+ removals',
      'update removals',
      'update+ sink_state',
      'insert stream_gaps',
      'delete dead_letters',
    ],
  ]) {
    expect(seen).toContain(one);
  }
});

it('no index is unique: beside a hashed key a cluster could not keep it', async () => {
  const models = Object.values(createModels(mongoose.createConnection()));
  expect(models).toHaveLength(COLLECTIONS.length);
  const made = await Promise.all(
    COLLECTIONS.map(async ({ name }) => {
      const { cursor } = await test.database.command({ listIndexes: name });
      return (cursor as { firstBatch: readonly Part[] }).firstBatch;
    }),
  );
  expect(made.flat().filter(({ unique }) => unique === true)).toEqual([]);
});
