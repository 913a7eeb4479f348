/**
 * CPU time to find topics in posts of 280 characters, beside other ways to do it, the best of five
 * batches: npm run bench:topics -w @tdp/enricher. Ours does
 * everything (folding, boundaries, languages, hits); reading alone says how fast the machine is now.
 */
import { createRandom } from '@tdp/testing';
import { createTopicMatcher, type TopicEvidence } from '../src/topics/matcher';
import type { Topic } from '../src/topics/topic';
import { foldText } from '../src/topics/fold';

const ROUNDS = 60;
/** Keeps what was made, or the compiler would see that nobody needs it. */
const kept: unknown[] = Array.from({ length: 256 });

const random = createRandom(7);
const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
const times = <T>(length: number, make: () => T): T[] => Array.from({ length }, make);
/** Letters as frequent as in English. */
const ENGLISH = [...'eeeeeeetttttaaaaoooooiiiinnnnsssshhhrrrrddlluucmfwygpbvk'];
const HAN = times(1_500, () => String.fromCodePoint(0x4e00 + Math.floor(random() * 20_000)));
const word = (): string => times(4 + Math.floor(random() * 6), () => pick(ENGLISH)).join('');
const han = (): string => times(2 + Math.floor(random() * 3), () => pick(HAN)).join('');

function createTopics(count: number, wordOf: () => string): readonly Topic[] {
  return times(count, () => 0).map((_, index) => ({
    name: `topic ${index}`,
    terms: { words: times(10, () => ({ key: wordOf(), language: null })), hashtags: [], accounts: [] },
    exclude: { words: [], hashtags: [], accounts: [] },
    languages: null,
  }));
}

/** Posts of random words, one in fifty of them a topic's. */
function createPosts(topics: readonly Topic[], wordOf: () => string, space: string, length: number) {
  const known = topics.flatMap(({ terms }) => terms.words.map(({ key }) => key));
  const vocabulary = times(3_000, wordOf);
  return times(500, (): TopicEvidence => {
    let text = '';
    while (text.length < length) {
      text += (random() < 0.02 ? pick(known) : pick(vocabulary)) + space;
    }
    return {
      // A string of its own: letters of a part of another take longer to read.
      plainText: Buffer.from(text.slice(0, length)).toString(),
      language: null,
      hashtagKeys: ['music'],
      mentionKeys: [],
      authorKey: 'ann',
    };
  });
}

const BATCHES = 5;

function measure(
  what: string,
  posts: readonly TopicEvidence[],
  work: (post: TopicEvidence) => unknown,
  rounds = ROUNDS,
): void {
  let best = Infinity;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const started = process.cpuUsage();
    for (let round = 0; round < rounds; round += 1) {
      posts.forEach((post, index) => {
        kept[index % kept.length] = work(post);
      });
    }
    const { user, system } = process.cpuUsage(started);
    best = Math.min(best, (user + system) / rounds / posts.length);
  }
  console.log(`${what.padEnd(52)} ${best.toFixed(1)} µs a post`);
}

/** What any search must do at least. */
function readAll({ plainText }: TopicEvidence): number {
  let sum = 0;
  for (let at = 0; at < plainText.length; at += 1) {
    sum += plainText.charCodeAt(at);
  }
  return sum;
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const boundless = String.raw`[\p{L}\p{Mn}\p{Mc}\p{N}\p{Pc}]`;
const regexOf = (words: readonly string[]): RegExp =>
  new RegExp(`(?<!${boundless})(?:${words.map(escape).join('|')})(?!${boundless})`, 'u');
const wordsOf = (topics: readonly Topic[]): string[] =>
  topics.flatMap(({ terms }) => terms.words.map(({ key }) => key));

for (const count of [10, 1_000, 10_000]) {
  const topics = createTopics(count, word);
  const posts = createPosts(topics, word, ' ', 280);
  const started = process.cpuUsage();
  const match = createTopicMatcher(topics);
  const built = process.cpuUsage(started);
  console.log(`${count} topics of 10 words: built in ${((built.user + built.system) / 1_000).toFixed(0)} ms`);
  measure('  ours', posts, match);
  measure('  reading alone', posts, readAll);
  measure('  folding alone', posts, ({ plainText }) => foldText(plainText));
  if (count <= 1_000) {
    const regexes = topics.map(({ terms }) => regexOf(terms.words.map(({ key }) => key)));
    measure(
      '  a regular expression for each topic',
      posts,
      ({ plainText }) => {
        const text = plainText.normalize('NFKC').toLowerCase();
        return regexes.filter((regex) => regex.test(text));
      },
      1,
    );
    const words = new Set(wordsOf(topics));
    measure(
      '  a Set of the words of Intl.Segmenter',
      posts,
      ({ plainText }) => {
        const segmenter = new Intl.Segmenter('und', { granularity: 'word' });
        return Array.from(segmenter.segment(plainText.normalize('NFKC').toLowerCase())).filter(
          ({ segment }) => words.has(segment),
        );
      },
      4,
    );
  }
}
const chinese = createTopics(1_000, han);
measure(
  '1000 topics of Chinese words, 140 characters',
  createPosts(chinese, han, '', 140),
  createTopicMatcher(chinese),
  10,
);
