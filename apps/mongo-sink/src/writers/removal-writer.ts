import type { Removal } from '@tdp/contracts';
import { deadLetter, type Envelope } from '@tdp/streaming';
import { postKey, userKey } from '../write-models/removal-keys';
import type { Word } from '../writes/marks';
import { STORED, type CreateWriter, type SinkResult } from './writer';

/** Takes what was removed at X out of every collection and topic. */
export const createRemovalWriter: CreateWriter =
  ({ removals }) =>
  async (slice) => {
    const read = slice.map(readWord);
    await removals.hear(read.flatMap((item) => ('key' in item ? [item] : [])));
    return read.map((item) => ('key' in item ? STORED : item));
  };

const ACTIONS = new Set(['remove', 'restore', 'scrub_geo']);
const SUBJECTS: Readonly<Record<string, typeof postKey | typeof userKey>> = { post: postKey, user: userKey };

function readWord({ key, record }: Envelope): Word | SinkResult {
  const { subject, id, action, at, reason, source, upToPostId } = record as Removal;
  const toKey = SUBJECTS[subject];
  if (toKey === undefined || !ACTIONS.has(action)) {
    const what = `cannot ${action} a ${subject}: there are ${[...ACTIONS].join(', ')} of a post or a user`;
    return deadLetter('REMOVAL_INVALID', new Error(what), 'removal');
  }
  if (key !== toKey(id)) {
    return deadLetter('KEY_MISMATCH', new Error(`the key is ${key}, the record's ${toKey(id)}`), 'key');
  }
  return { key: toKey(id), action: action as Word['action'], at: new Date(at), reason, source, upToPostId };
}
