import { drop, type StoredLetter } from '@tdp/streaming';
import { toLetterDocument } from '../write-models/letter-document';
import { STORED, type CreateWriter } from './writer';

/**
 * Keeps `dead_letters` as the dead-letter topics are. Nothing here is ever dead-lettered: of the sink's own topic that
 * would have no end.
 */
export const createDeadLetterWriter: CreateWriter = ({ removals, clock }) => {
  const { letters } = removals;
  return async (slice) => {
    const storedAt = new Date(clock.now());
    // Of what is said of a letter the last holds.
    const newest = new Map(slice.map(({ key, topic, record }) => [String(key), { topic, record }]));
    const gone = [...newest].flatMap(([id, { record }]) => (record === null ? [id] : []));
    const there = [...newest.values()].flatMap(({ topic, record }) =>
      record === null ? [] : [toLetterDocument(record as StoredLetter, topic, storedAt)],
    );
    await letters.gone(gone);
    const refused = await letters.store(there);
    return slice.map(({ key }) => (refused.has(String(key)) ? drop('LETTER_REFUSED') : STORED));
  };
};
