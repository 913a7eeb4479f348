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

const PASS = {
  type: 'record',
  name: 'StoredPass',
  fields: [
    { name: 'by', type: 'string', doc: 'The process that is at it.' },
    { name: 'begunAt', type: INSTANT, doc: 'When it began; posts written later are not meant.' },
    { name: 'since', type: INSTANT_OR_NULL, doc: 'Posts written from then on are meant; null for all.' },
    {
      name: 'only',
      type: ['null', { type: 'array', items: 'string' }],
      doc: 'The enrichments that are meant; null for all.',
    },
    { name: 'total', type: 'int', doc: 'Posts that are meant, as counted when it began.' },
    { name: 'sent', type: 'int', doc: 'Posts of them that it has handed on.' },
    { name: 'part', type: 'string', doc: 'The part that it is at: undated, dated or versions.' },
    { name: 'afterTime', type: INSTANT_OR_NULL, doc: 'Where it is among the dated ones.' },
    { name: 'afterId', type: TEXT_OR_NULL, doc: 'Where it is among the others.' },
  ],
} as const;

/** What a document of `sink_state` consists of. */
export const STATE_SCHEMA = describeFields([
  { name: '_id', type: 'string', doc: 'What it is about: removals, or reenrich.' },
  {
    name: 'generation',
    type: ['null', 'long'],
    default: null,
    doc: 'Of removals: goes up by one with every word about one (ADR 0017).',
  },
  {
    name: 'pass',
    type: ['null', PASS],
    default: null,
    doc: 'Of reenrich: how far a pass over the stored posts is that has not come to its end (ADR 0029).',
  },
]);
