import type { EnrichedTweet, Tweet } from '@tdp/contracts';
import { deadLetter, ok, type StepResult } from '@tdp/streaming';
import { contentOf } from './domain/content';
import { createdParts } from './steps/created-parts';
import { emoji } from './steps/emoji';
import { entityLists } from './steps/entity-lists';
import { fullText } from './steps/full-text';
import { kind } from './steps/kind';
import { language } from './steps/language';
import type { Enrichment } from './steps/step';
import { textCounts } from './steps/text-counts';

/** Every enrichment, in order. A step that is not in here does not compile into an EnrichedTweet. */
const enrich = (tweet: Tweet, at: (step: string) => void): Enrichment => {
  const content = contentOf(tweet);
  const run = <F>(step: { readonly name: string; run(t: Tweet, c: typeof content): F }): F => {
    at(step.name);
    return step.run(tweet, content);
  };
  return {
    ...run(fullText),
    ...run(kind),
    ...run(entityLists),
    ...run(emoji),
    ...run(language),
    ...run(textCounts),
    ...run(createdParts),
  };
};

/** Why the enricher refuses a record. */
export type EnricherReason = 'KEY_MISMATCH' | 'ENRICHMENT_FAILED';

/** Takes a post through every step; a step that throws refuses the post, not the batch. */
export function enrichTweet(tweet: Tweet, enrichedAt: number): StepResult<EnrichedTweet, EnricherReason> {
  let step = 'content';
  try {
    const enrichment = enrich(tweet, (name) => {
      step = name;
    });
    return ok({ tweet, ...enrichment, enrichedAt });
  } catch (error) {
    return deadLetter('ENRICHMENT_FAILED', error instanceof Error ? error : new Error(String(error)), step);
  }
}
