import type { StoredLetter } from '@tdp/streaming';

/** A dead letter. */
export function aLetter(overrides: Partial<StoredLetter> = {}): StoredLetter {
  return {
    id: 'p-tweets-raw/0/5',
    partition: 0,
    origin: { topic: 'p-tweets-raw', partition: 0, offset: '5' },
    key: Buffer.from('1'),
    value: Buffer.from('{"id":"1","text":"what somebody wrote"}'),
    headers: {},
    service: 'enricher',
    step: 'decode',
    reason: 'NULL_VALUE',
    exception: 'DecodeError',
    message: 'a value that says "what somebody wrote"',
    at: 0,
    redriven: 0,
    ...overrides,
  };
}
