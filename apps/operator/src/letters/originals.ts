import { TOPICS, type RecordTopicName, type TopicName } from '@tdp/contracts';
import type { Codec, StoredLetter } from '@tdp/streaming';

/** What a letter's value holds, as far as it can be read. */
export type Content =
  | { readonly form: 'null' }
  | { readonly form: 'avro' | 'json'; readonly value: unknown }
  | { readonly form: 'bytes'; readonly bytes: Buffer };

/** Reads the value of a letter: a record of its topic, else JSON, else bytes. Never throws for what it holds. */
export async function readContent(
  codec: Pick<Codec, 'load' | 'decode'>,
  { value }: StoredLetter,
  topic: TopicName | null,
): Promise<Content> {
  if (value === null) {
    return { form: 'null' };
  }
  if (topic !== null && TOPICS[topic].record !== null) {
    const record = await decode(codec, topic as RecordTopicName, value);
    if (record !== null) {
      return { form: 'avro', value: record };
    }
  }
  try {
    return { form: 'json', value: JSON.parse(value.toString('utf8')) };
  } catch {
    return { form: 'bytes', bytes: value };
  }
}

/** Whatever is wrong with it, it is a letter because of that: it is shown in another form then. */
async function decode(
  codec: Pick<Codec, 'load' | 'decode'>,
  topic: RecordTopicName,
  value: Buffer,
): Promise<unknown> {
  try {
    await codec.load(topic, [value]);
    return codec.decode(topic, value);
  } catch {
    return null;
  }
}

/** An id, a number as text, a word of ours such as en or quoted: nothing that anybody wrote. */
const HARMLESS = /^\d{1,20}$/;

/**
 * The shape of a value without what people wrote: texts are replaced by their length; numbers, ids, booleans and
 * names of fields stay.
 */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') {
    return HARMLESS.test(value) ? value : `[${value.length} characters]`;
  }
  if (Array.isArray(value)) {
    return value.map(redact);
  }
  if (typeof value === 'object' && value !== null) {
    return value instanceof Date || Buffer.isBuffer(value)
      ? `[${Buffer.isBuffer(value) ? `${value.length} bytes` : value.toISOString()}]`
      : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redact(member)]));
  }
  return value;
}

/** A message without what it quotes. */
export function redactMessage(message: string): string {
  return message.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, (quoted) => `[${quoted.length - 2} characters]`);
}
