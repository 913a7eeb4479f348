/** A word or words that stand for a topic, in posts of one language or of any. */
export interface TopicWord {
  /** NFKC, lower case, as it is reported. */
  readonly key: string;
  /** A BCP 47 tag in lower case that posts' languages begin with; null for all. */
  readonly language: string | null;
}

/** What is looked for in a post; keys are NFKC, lower case, without # and @. */
export interface TopicTerms {
  readonly words: readonly TopicWord[];
  readonly hashtags: readonly string[];
  readonly accounts: readonly string[];
}

/** A topic of topics.yaml: posts with any of its terms and none of those excluded. */
export interface Topic {
  readonly name: string;
  readonly terms: TopicTerms;
  readonly exclude: TopicTerms;
  /** Only posts in one of these, as `TopicWord.language`; null for all. */
  readonly languages: readonly string[] | null;
}
