/**
 * What each thing that MongoDB does beside storing a post costs: npm run bench:inserts -w @tdp/mongo-sink. Needs a mongod
 * (MONGODB_URI); makes databases of its own there and drops them.
 */
import { createLogger, createMetrics, systemClock } from '@tdp/service';
import mongoose from 'mongoose';
import { buildEnrichedTweet, buildTweet, buildUser, createRandom, uniqueName } from '@tdp/testing';
import { createInspection, INSPECTED } from '../src/collections/inspection';
import { optionalIndexes, settleIndex } from '../src/collections/optional-indexes';
import { DEFAULT_SETTINGS, type CollectionSettings } from '../src/collections/settings';
import { VALIDATORS, WHOLE_SCHEMAS } from '../src/collections/validators';
import { createSinkMetrics } from '../src/metrics';
import { createTweetModel } from '../src/models/tweet';
import { toTweetDocument } from '../src/write-models/tweet-document';

interface Variant {
  readonly name: string;
  readonly settings?: Partial<CollectionSettings>;
  readonly validator?: mongoose.mongo.Document | undefined;
}

const VARIANTS: readonly Variant[] = [
  { name: 'indexes of the model only' },
  { name: '+ validator', validator: VALIDATORS.get('tweets') },
  { name: '+ validator of every field', validator: WHOLE_SCHEMAS.get('tweets') },
  { name: '+ retention', settings: { retention: { posts: 30, profiles: null, snapshots: null } } },
  { name: '+ text index', settings: { textIndex: true } },
];
const POSTS = 20_000;
const BATCH = 1_000;
const ROUNDS = Number(process.argv[2] ?? 5);

const random = createRandom(7);
const below = (limit: number): number => Math.floor(random() * limit);
/** Few words are frequent and many rare, as in any language. */
const word = (): string => `w${Math.floor(30_000 ** random())}`;
const text = (): string => Array.from({ length: 8 + below(40) }, word).join(' ');

/** Most are reposts with the original inside: some five kilobytes. */
function post(index: number) {
  const entities = {
    hashtags: [{ start: 0, end: 5, tag: `t${below(5_000)}` }],
    ...{ mentions: [], cashtags: [], urls: [], annotations: [] },
  };
  const original = buildTweet({ id: String(below(1e9)), text: text(), entities });
  const tweet = buildTweet({
    id: String(1_346_889_436_626 + index) + String(100_000 + below(900_000)),
    text: text(),
    createdAt: Date.now() + index,
    authorId: String(below(50_000)),
    entities,
    referencedTweets: [{ type: 'retweeted', id: original.id, tweet: original }],
    includedUsers: [buildUser({ id: String(below(1e9)) })],
  });
  const key = `t${below(5_000)}`;
  const enriched = buildEnrichedTweet({ tweet });
  const tags = { ...enriched.tags, hashtags: [{ tag: key, key }] } as typeof enriched.tags;
  return toTweetDocument({ ...enriched, tags }, new Date());
}

/** Of the server itself: what else the machine does is not in it. */
async function cpuMicros(db: mongoose.mongo.Db): Promise<number> {
  const { extra_info: used } = await db.admin().command({ serverStatus: 1 });
  const { user_time_us, system_time_us } = used as Readonly<Record<string, number>>;
  return Number(user_time_us) + Number(system_time_us);
}

interface Figures {
  readonly postsPerSecond: number;
  readonly mongodMicros: number;
}

async function measure(uri: string, { settings, validator }: Variant): Promise<Figures> {
  const connection = await mongoose.createConnection(uri, { dbName: uniqueName('bench-test') }).asPromise();
  const db = connection.db as mongoose.mongo.Db;
  const model = createTweetModel(connection);
  await model.createCollection();
  await model.createIndexes();
  for (const index of optionalIndexes({ ...DEFAULT_SETTINGS, ...settings })) {
    if (index.collection === 'tweets') {
      await settleIndex(db, index);
    }
  }
  if (validator !== undefined) {
    const $jsonSchema = validator;
    await db.command({ collMod: 'tweets', validator: { $jsonSchema }, validationAction: 'warn' });
  }
  const batches = Array.from({ length: POSTS / BATCH }, (_, batch) =>
    Array.from({ length: BATCH }, (_post, index) => post(batch * BATCH + index)),
  );
  const cpu = await cpuMicros(db);
  const started = performance.now();
  for (const documents of batches) {
    await db.command({ insert: 'tweets', documents, ordered: false, writeConcern: { w: 'majority' } });
  }
  const seconds = (performance.now() - started) / 1_000;
  const mongodMicros = ((await cpuMicros(db)) - cpu) / POSTS;
  await db.dropDatabase();
  await connection.close();
  return { postsPerSecond: POSTS / seconds, mongodMicros };
}

/** The inspection of the newest posts, which has the server look at all that is described of them. */
async function measureInspection(uri: string): Promise<number> {
  const connection = await mongoose.createConnection(uri, { dbName: uniqueName('bench-test') }).asPromise();
  const db = connection.db as mongoose.mongo.Db;
  const documents = Array.from({ length: INSPECTED }, (_, index) => post(index));
  await db.command({ insert: 'tweets', documents });
  const inspection = createInspection({
    database: { command: (command) => db.command(command) },
    metrics: createSinkMetrics(createMetrics({ service: 'bench', version: '', commit: '' })),
    clock: systemClock,
    logger: createLogger({ service: 'bench', version: '', level: 'silent' }),
    fatal: (error) => console.error(error),
  });
  await inspection.inspect();
  const cpu = await cpuMicros(db);
  for (let round = 0; round < ROUNDS; round += 1) {
    await inspection.inspect();
  }
  const micros = (await cpuMicros(db)) - cpu;
  await db.dropDatabase();
  await connection.close();
  return micros / ROUNDS / 1_000;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function main(): Promise<void> {
  const uri = process.env['MONGODB_URI'];
  if (uri === undefined) {
    throw new Error('set MONGODB_URI to a mongod that may be filled');
  }
  await measure(uri, { name: 'warm' });
  const figures = new Map(VARIANTS.map(({ name }) => [name, [] as Figures[]]));
  // By turns: what else the machine does meets all of them.
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const variant of VARIANTS) {
      figures.get(variant.name)?.push(await measure(uri, variant));
    }
  }
  for (const [name, all] of figures) {
    const rates = all.map(({ postsPerSecond }) => postsPerSecond);
    const cpu = all.map(({ mongodMicros }) => mongodMicros);
    const told = (values: readonly number[]): string =>
      `${Math.round(median(values))} (${values.map(Math.round).join(', ')})`;
    console.log(`${name.padEnd(28)} mongod ${told(cpu)} µs a post; ${told(rates)} posts/s`);
  }
  console.log(`inspection: mongod ${Math.round(await measureInspection(uri))} ms`);
}

void main();
