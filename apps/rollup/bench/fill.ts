import type { Db, Document } from 'mongodb';
import { cellStages, MEASURE_NAMES } from '../test-support/recount';

/**
 * Counts all posts by MongoDB's own aggregation, as the job would have in the end: a million posts are there in minutes. Only
 * what is cheap to say in it: no key has a % or a slash.
 */
export async function fillByAggregation(db: Db): Promise<void> {
  await db.collection('tweets').aggregate(factStages(), { allowDiskUse: true }).toArray();
  for (const [unit, format, into] of [
    ['hour', '%Y-%m-%dT%H', 'rollup_hourly'],
    ['day', '%Y-%m-%d', 'rollup_daily'],
  ] as const) {
    const time = { $dateToString: { date: '$_id.at', format } };
    const cell = '$_id.cell';
    const other = { $cond: [{ $eq: [`${cell}.otherKey`, ''] }, '', { $concat: ['/', `${cell}.otherKey`] }] };
    const row = {
      _id: { $concat: [`${cell}.dimension`, '/', time, '/', `${cell}.key`, other] },
      ...{ dimension: `${cell}.dimension`, at: '$_id.at', key: `${cell}.key`, otherKey: `${cell}.otherKey` },
      ...Object.fromEntries(MEASURE_NAMES.map((name) => [name, { $toLong: `$${name}` }])),
    };
    const stages = [...cellStages(unit), { $project: row }, { $merge: { into, whenMatched: 'replace' } }];
    await db.collection('tweets').aggregate(stages, { allowDiskUse: true }).toArray();
  }
  for (const [kind, field] of Object.entries({ conversation: 'threadId', copies: 'textHash' })) {
    await fillGroups(db, kind, field);
  }
}

const orNull = (value: unknown): Document => ({ $ifNull: [value, null] });

function factStages(): Document[] {
  const isOwn = { $ne: ['$conversation.kind', 'repost'] };
  const facts = {
    ...{ createdAt: 1, authorId: 1, kind: '$conversation.kind', language: '$language.tag' },
    countryCode: orNull('$geo.countryCode'),
    ...{ hashtags: '$tags.hashtags.key', topics: '$topics.topics.name', domains: '$links.links.domain' },
    score: orNull({ $toInt: { $round: [{ $multiply: ['$sentiment.compound', 10_000] }, 0] } }),
    label: orNull('$sentiment.label'),
    engagements: { $toLong: '$reach.engagements' },
    threadId: { $cond: [isOwn, '$conversation.threadRootId', null] },
    textHash: { $cond: [isOwn, '$copies.textHash', null] },
  };
  return [{ $project: facts }, { $merge: { into: 'rollup_posts', whenMatched: 'replace' } }];
}

async function fillGroups(db: Db, kind: string, field: string): Promise<void> {
  const long = (value: unknown): Document => ({ $toLong: value });
  const id = { $concat: [`${kind}/`, '$_id'] };
  const grouped: Document[] = [
    { $match: { [field]: { $ne: null } } },
    {
      $group: {
        _id: { key: `$${field}`, author: '$authorId' },
        posts: { $sum: 1 },
        scored: { $sum: { $cond: [{ $eq: ['$score', null] }, 0, 1] } },
        sum: { $sum: '$score' },
        first: { $min: { at: '$createdAt', id: '$_id' } },
        last: { $max: '$createdAt' },
      },
    },
    {
      $group: {
        _id: '$_id.key',
        posts: { $sum: '$posts' },
        authors: { $push: { author: '$_id.author', posts: '$posts' } },
        ...{ scored: { $sum: '$scored' }, sum: { $sum: '$sum' } },
        ...{ first: { $min: '$first' }, last: { $max: '$last' } },
      },
    },
    { $match: { posts: { $gte: 2 } } },
  ];
  const group = {
    ...{ _id: id, kind: { $literal: kind }, key: '$_id', posts: long('$posts') },
    ...{ authors: long({ $size: '$authors' }), scoredPosts: long('$scored'), sentimentSum: long('$sum') },
    ...{ firstAt: '$first.at', firstPostId: '$first.id', lastAt: '$last' },
  };
  const member = {
    _id: { $concat: [`${kind}/`, '$_id', '/', '$authors.author'] },
    ...{ group: id, posts: long('$authors.posts') },
  };
  const posts = db.collection('rollup_posts');
  const options = { allowDiskUse: true };
  const into = (name: string): Document => ({ $merge: { into: name, whenMatched: 'replace' } });
  await posts.aggregate([...grouped, { $project: group }, into('rollup_groups')], options).toArray();
  const members = [{ $unwind: '$authors' }, { $project: member }, into('rollup_members')];
  await posts.aggregate([...grouped, ...members], options).toArray();
}
