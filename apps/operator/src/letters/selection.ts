import { TOPICS, type TopicName } from '@tdp/contracts';
import type { Flags } from '@tdp/service';
import type { StoredLetter } from '@tdp/streaming';
import { parseDuration } from '../durations';

/** Topics of dead letters. */
export const LETTER_TOPICS = (Object.keys(TOPICS) as TopicName[]).filter((name) => name.endsWith('-dlq'));

/** Which letters are meant. */
export interface Selection {
  /** Dead-letter topics to look into. */
  readonly topics: readonly TopicName[];
  /** The topic its record was in; null for any. */
  readonly origin: TopicName | null;
  readonly reason: string | null;
  readonly id: string | null;
  /** Ages in ms. */
  readonly olderThan: number | null;
  readonly newerThan: number | null;
}

/** Options by which letters are selected. */
export const SELECTION_FLAGS = {
  topic: { type: 'string' },
  service: { type: 'string' },
  reason: { type: 'string' },
  letter: { type: 'string' },
  'older-than': { type: 'string' },
  'newer-than': { type: 'string' },
} as const;

export const SELECTION_USAGE = `  --topic TOPIC      those whose record was in this topic, or that lie in it: tweets-raw, enricher-dlq
  --service SERVICE  those of one service: ${LETTER_TOPICS.map((topic) => topic.slice(0, -4)).join(', ')}
  --reason REASON    those with this reason
  --letter ID        a single one
  --older-than TIME  those that are older: 30s, 10m, 2h, 7d
  --newer-than TIME  those that are younger`;

/** Reads the options; what is wrong with them is added to the problems. */
export function readSelection(flags: Flags, problems: string[]): Selection {
  const topic = flags.text('topic');
  const service = flags.text('service');
  const known = topic === null || Object.hasOwn(TOPICS, topic);
  if (!known) {
    problems.push(`--topic: there is no topic "${topic}"; there are ${Object.keys(TOPICS).join(', ')}`);
  }
  if (service !== null && !LETTER_TOPICS.some((name) => name === `${service}-dlq`)) {
    problems.push(`--service: "${service}" has no dead letters; those that have are in --help`);
  }
  const isLetterTopic = LETTER_TOPICS.some((name) => name === topic);
  return {
    topics: LETTER_TOPICS.filter(
      (name) => (!isLetterTopic || name === topic) && (service === null || name === `${service}-dlq`),
    ),
    origin: topic === null || isLetterTopic ? null : (topic as TopicName),
    reason: flags.text('reason'),
    id: flags.text('letter'),
    olderThan: readAge(flags, 'older-than', problems),
    newerThan: readAge(flags, 'newer-than', problems),
  };
}

function readAge(flags: Flags, name: string, problems: string[]): number | null {
  const text = flags.text(name);
  if (text === null) {
    return null;
  }
  const age = parseDuration(text);
  if (age === null) {
    problems.push(`--${name} must be a time as 30s, 10m, 2h or 7d, not "${text}"`);
  }
  return age;
}

/** Whether a letter is meant. `originOf` tells the contract name of the topic its record was in. */
export function isSelected(
  letter: StoredLetter,
  { origin, reason, id, olderThan, newerThan }: Selection,
  now: number,
  originOf: (letter: StoredLetter) => TopicName | null,
): boolean {
  const age = now - letter.at;
  return (
    (id === null || letter.id === id) &&
    (reason === null || letter.reason === reason) &&
    (origin === null || originOf(letter) === origin) &&
    (olderThan === null || age > olderThan) &&
    (newerThan === null || age < newerThan)
  );
}

/** The topic that a letter's record was in, as the contracts name it; null when this pipeline has no such topic. */
export function createOriginOf(topicPrefix: string): (letter: StoredLetter) => TopicName | null {
  return ({ origin }) => {
    if (origin?.topic.startsWith(topicPrefix) !== true) {
      return null;
    }
    const name = origin.topic.slice(topicPrefix.length);
    return Object.hasOwn(TOPICS, name) ? (name as TopicName) : null;
  };
}
