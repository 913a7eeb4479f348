import type { TopicName } from '@tdp/contracts';
import type { DeadLetterSummary } from '../models/dead-letter';

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
