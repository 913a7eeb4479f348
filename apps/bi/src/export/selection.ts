import type { Document } from 'mongodb';
import type { Selection } from './options';

/** The stage that leaves only the posts that are meant, on the documents of `tweets`; empty when all are. */
export function matchOf({ words, topic, hashtag, since, until }: Selection): readonly Document[] {
  const time = {
    ...(since !== null && { $gte: new Date(since) }),
    ...(until !== null && { $lt: new Date(until) }),
  };
  const conditions: Document[] = [
    ...(Object.keys(time).length > 0 ? [{ createdAt: time }] : []),
    ...(topic === null ? [] : [{ 'topics.topics.name': topic }]),
    ...(hashtag === null ? [] : [{ 'tags.hashtags.key': hashtag }]),
    ...words.map((word) => ({ 'content.fullText': { $regex: escapeRegex(word), $options: 'i' } })),
  ];
  return conditions.length === 0 ? [] : [{ $match: { $and: conditions } }];
}

const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
