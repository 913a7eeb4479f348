import type { TopicName } from '@tdp/contracts';
import type { DeadLetterSummary } from '../models/dead-letter';
import { describeFields, INSTANT } from './document-schema';

/** What a document of `dead_letters` consists of. */
export const LETTER_SCHEMA = describeFields([
  { name: '_id', type: 'string', doc: "The letter's key in its topic: where its record is." },
  { name: 'topic', type: 'string', doc: 'The dead-letter topic that it lies in.' },
  { name: 'service', type: 'string', doc: 'Who could not process it.' },
  { name: 'step', type: 'string', doc: 'At which step.' },
  { name: 'reason', type: 'string', doc: 'Why: one word of a closed set.' },
  { name: 'redriven', type: 'int', doc: 'How often it had been sent back before.' },
  { name: 'storedAt', type: INSTANT, doc: 'When this was stored here.' },
  {
    name: 'origin',
    type: ['null', 'string'],
    doc: 'The topic that its record was in, as the cluster names it; null when it came from none.',
  },
  { name: 'key', type: ['null', 'string'], doc: "Its record's key: the id of a post or a user." },
  { name: 'at', type: INSTANT, doc: 'When it was dead-lettered.' },
  { name: 'bytes', type: ['null', 'int'], doc: "The length of its record's value; null when that was null." },
  {
    name: 'names',
    type: { type: 'array', items: 'string' },
    doc: 'Ids of posts or users that may stand in it: it is found by them when one of them is removed.',
  },
]);

/** What a letter's document is made of. */
export interface Letter {
  readonly id: string;
  readonly origin: { readonly topic: string } | null;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly service: string;
  readonly step: string;
  readonly reason: string;
  readonly at: number;
  readonly redriven: number;
}

/** The document of a letter in a dead-letter topic. */
export function toLetterDocument(letter: Letter, topic: TopicName, storedAt: Date): DeadLetterSummary {
  const { id, service, step, reason, origin, at, redriven, key, value } = letter;
  return {
    ...{ _id: id, topic, service, step, reason, redriven, storedAt },
    origin: origin?.topic ?? null,
    key: key?.toString('utf8') ?? null,
    at: new Date(at),
    bytes: value?.length ?? null,
    names: namesIn(key, value),
  };
}

/** Of strings of one to four bytes. */
const AVRO_LENGTHS = `[${String.fromCharCode(2, 4, 6, 8)}]`;
/** A whole string of one to four digits: between quotes, or, as Avro has it, behind twice its length. */
const SHORT = new RegExp(`"(\\d{1,4})"|(?<=${AVRO_LENGTHS})(\\d{1,4})(?!\\d)`, 'g');
/** More ids than any post holds; a body of X's with hundreds of posts has as many. */
const MAX_NAMES = 5_000;

/**
 * Ids that may stand in a record whatever its form: runs of digits. Of one to four digits, which only X's first users
 * have, only those that are a whole string: in JSON between quotes, in Avro behind their length.
 */
export function namesIn(key: Buffer | null, value: Buffer | null): readonly string[] {
  const names = new Set<string>();
  for (const bytes of [key, value]) {
    // Latin 1: each byte a character, so that nothing is lost of what is no text.
    const text = bytes?.toString('latin1') ?? '';
    for (const [run] of text.matchAll(/\d{5,20}/g)) {
      names.add(run);
    }
    for (const [, inJson, inAvro] of text.matchAll(SHORT)) {
      names.add((inJson ?? inAvro) as string);
    }
  }
  const whole = key?.toString('latin1') ?? '';
  if (/^\d{1,4}$/.test(whole)) {
    names.add(whole);
  }
  return [...names].slice(0, MAX_NAMES);
}
