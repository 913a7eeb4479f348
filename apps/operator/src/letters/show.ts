import type { StoredLetter } from '@tdp/streaming';
import { formatDuration } from '../durations';
import { redact, redactMessage, type Content } from './originals';

const BYTES_SHOWN = 256;

/**
 * A letter in lines for people.
 *
 * @param withContent - whether what people wrote is shown too, and the bytes that could not be read
 */
export function formatLetter(
  letter: StoredLetter,
  content: Content,
  now: number,
  withContent: boolean,
): string[] {
  const { id, service, step, reason, exception, message, at, origin, key, headers, redriven } = letter;
  const fields: readonly (readonly [string, string])[] = [
    ['letter', id],
    ['service', service],
    ['reason', reason],
    ['step', step],
    ['error', `${exception}: ${withContent ? message : redactMessage(message)}`],
    ['when', `${new Date(at).toISOString()}, ${formatDuration(now - at)} ago`],
    ['from', origin === null ? 'no topic' : `${origin.topic}/${origin.partition} at offset ${origin.offset}`],
    ['sent back', redriven === 0 ? 'never' : String(redriven)],
    ['key', key === null ? 'null' : String(withContent ? key : redact(String(key)))],
    ...Object.entries(headers).map(
      ([name, value]) => [`header ${name}`, String(withContent ? value : redact(String(value)))] as const,
    ),
  ];
  const width = Math.max(...fields.map(([name]) => name.length));
  return [
    ...fields.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    ...formatContent(content, withContent),
  ];
}

function formatContent(content: Content, withContent: boolean): string[] {
  switch (content.form) {
    case 'null':
      return ['value: null'];
    case 'avro':
    case 'json': {
      const shown = withContent ? content.value : redact(content.value);
      const note = withContent ? '' : ', without what people wrote (--content shows it)';
      return [
        `value: ${content.form === 'avro' ? 'a record' : 'JSON'}${note}`,
        JSON.stringify(shown, null, 2),
      ];
    }
    case 'bytes': {
      const size = `value: ${content.bytes.length.toLocaleString('en')} bytes that are neither a record nor JSON`;
      if (!withContent) {
        return [`${size} (--content shows the first ${BYTES_SHOWN})`];
      }
      return [
        size,
        content.bytes
          .subarray(0, BYTES_SHOWN)
          .toString('hex')
          .replace(/(..)(?!$)/g, '$1 '),
      ];
    }
  }
}
