import type { TopicUse } from '@tdp/contracts';
import { foldText } from './fold';
import { isOfLanguage } from './language-range';
import type { Topic, TopicTerms } from './topic';
import { createTrie } from './trie';
import { createWordBoundaries, type WordBoundaries } from './word-boundaries';

/** What of a post topics are looked for in; keys are NFKC, lower case, without # and @. */
export interface TopicEvidence {
  readonly plainText: string;
  /** BCP 47 tag; null where it is not known. */
  readonly language: string | null;
  readonly hashtagKeys: readonly string[];
  readonly mentionKeys: readonly string[];
  readonly authorKey: string | null;
}

/** The topics of a post and what says so (word:…, hashtag:…, account:…), both in the file's order. */
export type MatchTopics = (post: TopicEvidence) => readonly TopicUse[];

interface Term {
  readonly topic: Topic;
  /** Where in the file it stands among all terms. */
  readonly order: number;
  readonly hit: string;
  readonly language: string | null;
  readonly excludes: boolean;
}

type TermIndex = Map<string, Term[]>;

const NOTHING: readonly TopicUse[] = [];

/** Creates what finds the topics of a post; one walk over its text, however many topics there are. */
export function createTopicMatcher(topics: readonly Topic[]): MatchTopics {
  const { words, hashtags, accounts } = indexTerms(topics);
  const patterns = [...words.keys()];
  const termsOf = [...words.values()];
  const lengthOf = patterns.map(({ length }) => length);
  const trie = createTrie(patterns);

  function wordsIn({ plainText, language }: TopicEvidence): ReadonlySet<number> {
    const text = foldText(plainText);
    const found = new Set<number>();
    let boundaries: WordBoundaries | null = null;
    trie.scan(text, (pattern, end) => {
      if (!found.has(pattern)) {
        boundaries ??= createWordBoundaries(text, language);
        if (boundaries.isWord(end - (lengthOf[pattern] as number), end)) {
          found.add(pattern);
        }
      }
    });
    return found;
  }

  return (post) => {
    const { hashtagKeys, mentionKeys, authorKey } = post;
    const terms: Term[] = [];
    for (const pattern of wordsIn(post)) {
      terms.push(...(termsOf[pattern] as Term[]));
    }
    for (const key of hashtagKeys) {
      terms.push(...(hashtags.get(key) ?? []));
    }
    for (const key of authorKey === null ? mentionKeys : [authorKey, ...mentionKeys]) {
      terms.push(...(accounts.get(key) ?? []));
    }
    return terms.length === 0 ? NOTHING : topicsOf(terms, post.language?.toLowerCase() ?? null);
  };
}

function indexTerms(topics: readonly Topic[]): Readonly<Record<keyof TopicTerms, TermIndex>> {
  const words: TermIndex = new Map();
  const hashtags: TermIndex = new Map();
  const accounts: TermIndex = new Map();
  let order = 0;
  const add = (index: TermIndex, key: string, term: Omit<Term, 'order'>): void => {
    const terms = index.get(key) ?? [];
    index.set(key, terms);
    terms.push({ ...term, order });
    order += 1;
  };
  for (const topic of topics) {
    for (const excludes of [false, true]) {
      const terms = excludes ? topic.exclude : topic.terms;
      for (const { key, language } of terms.words) {
        add(words, foldText(key), { topic, hit: `word:${key}`, language, excludes });
      }
      for (const key of terms.hashtags) {
        add(hashtags, key, { topic, hit: `hashtag:${key}`, language: null, excludes });
      }
      for (const key of terms.accounts) {
        add(accounts, key, { topic, hit: `account:${key}`, language: null, excludes });
      }
    }
  }
  return { words, hashtags, accounts };
}

function topicsOf(terms: readonly Term[], language: string | null): readonly TopicUse[] {
  const valid = terms.filter(
    (term) =>
      isOfLanguage(term.language, language) &&
      (term.topic.languages ?? [null]).some((range) => isOfLanguage(range, language)),
  );
  const excluded = new Set(valid.filter(({ excludes }) => excludes).map(({ topic }) => topic));
  const hitsOf = new Map<Topic, Set<string>>();
  for (const { topic, hit } of valid.toSorted((a, b) => a.order - b.order)) {
    if (!excluded.has(topic)) {
      hitsOf.set(topic, (hitsOf.get(topic) ?? new Set()).add(hit));
    }
  }
  return Array.from(hitsOf, ([{ name }, hits]) => ({ name, hits: [...hits] }));
}
