import mongoose, { type mongo } from 'mongoose';
import {
  authorId,
  createdAt,
  fillDatabase,
  firstDay,
  hashtag,
  letteredAt,
  quoted,
} from '../../test-support/filled-database';
import { openTestDatabase, type TestDatabase } from '../../test-support/sink';
import { createModels } from './models';

/** A question that an index is there for; what it finds is less than a twentieth of the collection. */
interface Question {
  readonly filter: mongo.Filter<mongo.Document>;
  readonly sort?: mongo.Sort;
  /** Documents that may be looked at for nothing: an area is searched by cells. */
  readonly besides?: number;
}

const at = (index: number) => new Date(createdAt(index));
const hundredPosts = { $gte: at(1_000), $lt: at(1_100) };

/** By `collection.index`, as in the README. */
const QUESTIONS: Readonly<Record<string, readonly Question[]>> = {
  'tweets.time': [
    { filter: { createdAt: hundredPosts } },
    { filter: { createdAt: { $gte: at(3_900) } }, sort: { createdAt: -1 } },
  ],
  'tweets.authorAndTime': [
    { filter: { authorId: authorId(7) } },
    { filter: { authorId: { $in: [authorId(7), authorId(8)] } } },
    { filter: { authorId: authorId(7), createdAt: { $lt: at(1_000) } }, sort: { createdAt: -1 } },
  ],
  'tweets.hashtagAndTime': [
    { filter: { 'tags.hashtags.key': hashtag(3), createdAt: { $gte: at(2_000) } }, sort: { createdAt: -1 } },
  ],
  'tweets.place': [
    {
      filter: {
        location: { $near: { $geometry: { type: 'Point', coordinates: [0, 51] }, $maxDistance: 2_000_000 } },
      },
      besides: 5,
    },
    { filter: { location: { $geoWithin: { $centerSphere: [[0, 51], 0.3] } } }, besides: 5 },
  ],
  'tweets.anyVersion': [{ filter: { isEdited: true, editHistoryTweetIds: { $in: ['v20', 'v500'] } } }],
  'tweets.holds': [{ filter: { holds: { $in: [`post/${quoted(5)}`] } } }],
  'tweet_versions.chain': [{ filter: { chainId: { $in: ['20', '21'] } } }],
  'tweet_versions.anyVersion': [{ filter: { editHistoryTweetIds: { $in: ['v20', '21'] } } }],
  'tweet_versions.holds': [
    { filter: { holds: { $in: [`post/${quoted(5)}`] } } },
    { filter: { holds: { $in: [`user/${authorId(7)}`] }, authorId: { $in: [authorId(7)] } } },
  ],
  'users.username': [{ filter: { username: 'name77' } }],
  'user_snapshots.userAndDay': [
    { filter: { userId: 'u7', day: { $gte: firstDay } }, sort: { day: 1 } },
    { filter: { userId: { $in: ['u7'] } } },
  ],
  'user_snapshots.day': [{ filter: { day: firstDay } }],
  'stream_gaps.time': [
    { filter: { from: { $lt: at(2_000) }, to: { $gt: at(1_500) } } },
    // also those that are still open
    { filter: { from: { $lt: at(2_000) }, to: { $not: { $lte: at(1_500) } } } },
  ],
  'dead_letters.reason': [{ filter: { service: 'mongo-sink', reason: 'NULL_VALUE' }, sort: { at: -1 } }],
  'dead_letters.names': [{ filter: { names: { $in: ['7'] } } }],
  'dead_letters.retention': [
    { filter: { at: { $gte: new Date(letteredAt(100)), $lt: new Date(letteredAt(200)) } } },
  ],
  'removals.because': [{ filter: { because: { $in: ['post/20', 'post/30'] }, state: 'removed' } }],
  'removals.recorded': [{ filter: { recordedAt: hundredPosts } }],
};

const declared = Object.values(createModels(mongoose.createConnection())).flatMap((model) =>
  model.schema.indexes().map(([, { name }]) => `${model.collection.name}.${String(name)}`),
);

let test: TestDatabase;

beforeAll(async () => {
  test = await openTestDatabase();
  await fillDatabase(test.database);
});
afterAll(() => test.close());

interface Plan {
  readonly stage: string;
  readonly indexName?: string;
  readonly inputStage?: Plan;
  readonly inputStages?: readonly Plan[];
  /** Where the server compiled the plan. */
  readonly queryPlan?: Plan;
}

const stagesOf = ({ queryPlan, ...plan }: Plan): readonly Plan[] =>
  queryPlan === undefined
    ? [plan, ...[plan.inputStage ?? [], plan.inputStages ?? []].flat().flatMap(stagesOf)]
    : stagesOf(queryPlan);

describe('an index of a model', () => {
  it('has a name, and a question that it is there for', () => {
    expect(declared.toSorted()).toEqual(Object.keys(QUESTIONS).toSorted());
  });

  it('is the only kind of index that a new collection has', async () => {
    const collections = [...new Set(declared.map((name) => name.split('.')[0] as string))];
    const made = await Promise.all(
      collections.map(async (name) => {
        const { cursor } = await test.database.command({ listIndexes: name });
        const indexes = (cursor as { firstBatch: readonly { name: string }[] }).firstBatch;
        return indexes.map((index) => `${name}.${index.name}`).filter((index) => !index.endsWith('._id_'));
      }),
    );
    expect(made.flat().toSorted()).toEqual(declared.toSorted());
  });

  const asked = Object.entries(QUESTIONS).flatMap(([index, questions]) =>
    questions.map((question) => ({ index, question })),
  );
  it.each(asked)('$index answers $question.filter', async ({ index, question }) => {
    const [collection = '', name] = index.split('.');
    const { filter, sort = {}, besides = 0 } = question;
    const { queryPlanner, executionStats } = (await test.database.command({
      explain: { find: collection, filter, sort },
      verbosity: 'executionStats',
    })) as {
      queryPlanner: { winningPlan: Plan };
      executionStats: { nReturned: number; totalDocsExamined: number };
    };
    const stages = stagesOf(queryPlanner.winningPlan);
    expect(stages.map(({ stage }) => stage)).not.toContain('COLLSCAN');
    expect(stages.flatMap(({ indexName }) => indexName ?? [])).toContain(name);
    // In the order of the index, not sorted afterwards.
    expect(stages.map(({ stage }) => stage)).not.toContain('SORT');
    const { nReturned, totalDocsExamined } = executionStats;
    expect(nReturned).toBeGreaterThan(0);
    expect(nReturned).toBeLessThan(4_000 / 20);
    expect(totalDocsExamined).toBeLessThanOrEqual(nReturned + besides);
  });
});
