import type { EnrichedTweet, Tweet } from '@tdp/contracts';
import type { Content } from '../domain/content';

/** What the enricher adds to a post. */
export type Enrichment = Omit<EnrichedTweet, 'tweet' | 'enrichedAt'>;

/** One enrichment: pure, from the post and the text it stands for to some fields. */
export interface Step<K extends keyof Enrichment = keyof Enrichment> {
  readonly name: string;
  run(tweet: Tweet, content: Content): Pick<Enrichment, K>;
}
