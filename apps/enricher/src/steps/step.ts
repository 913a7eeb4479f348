import type { EnrichedTweet, Tweet } from '@tdp/contracts';
import type { Content } from '../domain/content';

/** Everything the enricher adds to a post: one nullable record for each step. */
export type Enrichments = Omit<
  EnrichedTweet,
  'tweet' | 'enrichmentRevision' | 'enrichedAt' | 'enrichmentFailures'
>;

/** A step's name: the field that it computes. */
export type StepName = keyof Enrichments;

/** What a step computes; its revision is put in where the steps are composed. */
export type Computed<N extends StepName> = Omit<NonNullable<Enrichments[N]>, 'revision'>;

/**
 * One enrichment: pure, from the post and what people read of it to one record; null where there
 * is nothing to compute it from.
 */
export interface Step<N extends StepName = StepName> {
  /**
   * Without a required one the post is worth nothing: where it throws the post is dead-lettered.
   * An optional one that throws leaves null, and the post goes on.
   */
  readonly need: 'required' | 'optional';
  /**
   * Goes up by one whenever the step gives another result for the same post; the sink lets the
   * higher sum of one observation replace the lower. `revision.spec.ts` fails when it was forgotten.
   */
  readonly revision: number;
  readonly run: (tweet: Tweet, content: Content) => Computed<N> | null;
}

/** One step for each enrichment of the contract. */
export type Steps = { readonly [N in StepName]: Step<N> };
