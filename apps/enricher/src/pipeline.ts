import type { EnrichedTweet, Tweet } from '@tdp/contracts';
import { deadLetter, ok, type StepResult } from '@tdp/streaming';
import { contentOf, type Content } from './domain/content';
import { ENRICHMENT_REVISION } from './revision';
import { createAttachedStep } from './steps/attached';
import { createContentStep } from './steps/content';
import { createConversationStep } from './steps/conversation';
import { createCreatedStep } from './steps/created';
import { createEmojiStep } from './steps/emoji';
import { createLanguageStep } from './steps/language';
import { createLinksStep } from './steps/links';
import type { Enrichments, Step, StepName, Steps } from './steps/step';
import { createTagsStep } from './steps/tags';

/** Every enrichment, in order. One that the contract has and this table has not does not compile. */
export const createSteps = (): Steps => ({
  content: createContentStep(),
  conversation: createConversationStep(),
  tags: createTagsStep(),
  links: createLinksStep(),
  emoji: createEmojiStep(),
  attached: createAttachedStep(),
  language: createLanguageStep(),
  created: createCreatedStep(),
});

/** Why the enricher refuses a record. */
export const ENRICHER_REASONS = ['KEY_MISMATCH', 'ENRICHMENT_FAILED'] as const;
export type EnricherReason = (typeof ENRICHER_REASONS)[number];

/** An enrichment that a post goes on without. */
export interface StepFailure {
  readonly step: StepName;
  readonly error: Error;
}

/** What became of a post in the steps. */
export interface Enriched {
  readonly record: EnrichedTweet;
  readonly failures: readonly StepFailure[];
}

/** Takes a post through every step; a required one that throws refuses the post, not the batch. */
export type Enrich = (tweet: Tweet, enrichedAt: number) => StepResult<Enriched, EnricherReason, never>;

/** Composes the steps. */
export function createEnrich(steps: Steps): Enrich {
  const all = Object.entries(steps) as readonly [StepName, Step][];
  return (tweet, enrichedAt) => {
    const enrichments: Partial<Record<StepName, unknown>> = {};
    const failures: StepFailure[] = [];
    let content: Content;
    try {
      content = contentOf(tweet);
    } catch (error) {
      return deadLetter('ENRICHMENT_FAILED', toError(error), 'content');
    }
    for (const [name, step] of all) {
      try {
        enrichments[name] = step.run(tweet, content);
      } catch (error) {
        // Whatever it threw: a step sees nothing but this post, so it is this post that it fails for.
        if (step.need === 'required') {
          return deadLetter('ENRICHMENT_FAILED', toError(error), name);
        }
        enrichments[name] = null;
        failures.push({ step: name, error: toError(error) });
      }
    }
    const record = {
      tweet,
      enrichmentRevision: ENRICHMENT_REVISION,
      enrichedAt,
      ...(enrichments as Enrichments),
      enrichmentFailures: failures.map(({ step, error }) => ({ step, reason: reasonOf(error) })),
    };
    return ok({ record, failures });
  };
}

const MAX_REASON_LENGTH = 200;

const reasonOf = ({ name, message }: Error): string => `${name}: ${message}`.slice(0, MAX_REASON_LENGTH);

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
