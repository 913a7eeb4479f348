import { describeFields, INSTANT } from './document-schema';

const INSTANT_OR_NULL = ['null', INSTANT] as const;
const TEXT_OR_NULL = ['null', 'string'] as const;

/** What a document of `removals` consists of; `marks.ts` writes them. */
export const MARK_SCHEMA = describeFields([
  { name: '_id', type: 'string', doc: 'What it is about: post/<id> or user/<id>.' },
  {
    name: 'state',
    type: TEXT_OR_NULL,
    doc: 'removed, restored, or null when only its place was ever asked to go.',
  },
  { name: 'at', type: INSTANT_OR_NULL, doc: 'When that happened at X; the later of two words holds.' },
  {
    name: 'reason',
    type: TEXT_OR_NULL,
    doc: 'As the record said: deleted, suspended, ...; never anything of the content.',
  },
  { name: 'source', type: TEXT_OR_NULL, doc: 'Who said it: compliance, operator, or tombstone.' },
  {
    name: 'because',
    type: TEXT_OR_NULL,
    doc: "The mark that this one follows from: another version's, or the author's; null when it stands for itself.",
  },
  {
    name: 'geoScrubbedAt',
    type: INSTANT_OR_NULL,
    doc: 'Since when it must not be known where it was written; null when nobody asked for that.',
  },
  { name: 'geoUpToPostId', type: TEXT_OR_NULL, doc: 'Of a user: only posts up to this one; null for all.' },
  { name: 'recordedAt', type: INSTANT, doc: 'When the last word about it was stored here.' },
]);

/** What a document of `sink_state` consists of. */
export const STATE_SCHEMA = describeFields([
  { name: '_id', type: 'string', doc: 'The name of the number: removals.' },
  { name: 'generation', type: 'long', doc: 'Goes up by one with every word about a removal (ADR 0017).' },
]);
