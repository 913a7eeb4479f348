import type { EnrichedTweet, Tweet } from '@tdp/contracts';
import { deadLetter, ok, type StepResult } from '@tdp/streaming';
import { contentOf, type Content } from './domain/content';
import { createAttachedStep } from './steps/attached';
import { createContentStep } from './steps/content';
import { createConversationStep } from './steps/conversation';
import { createCopiesStep } from './steps/copies';
import { createCreatedStep } from './steps/created';
import { createEmojiStep } from './steps/emoji';
import { createGeoStep } from './steps/geo';
import { createLanguageStep } from './steps/language';
import { createLinksStep } from './steps/links';
import { createReachStep } from './steps/reach';
import { createSentimentStep } from './steps/sentiment';
import type { Enrichments, Step, StepName, Steps } from './steps/step';
import { createTagsStep } from './steps/tags';
import { createTopicsStep, type CurrentTopics } from './steps/topics';

/** What steps need beyond the post. */
export interface StepDeps {
  /** Null when there are no topics. */
  readonly topics: CurrentTopics | null;
}

/** Every enrichment, in order. One that the contract has and this table has not does not compile. */
export const createSteps = ({ topics }: StepDeps): Steps => ({
  content: createContentStep(),
  conversation: createConversationStep(),
  tags: createTagsStep(),
  links: createLinksStep(),
  emoji: createEmojiStep(),
  attached: createAttachedStep(),
  language: createLanguageStep(),
  sentiment: createSentimentStep(),
  geo: createGeoStep(),
  topics: createTopicsStep(topics),
  copies: createCopiesStep(),
  reach: createReachStep(),
  created: createCreatedStep(),
});

/** Goes up when any step's does. */
export const revisionOf = (steps: Steps): number =>
  Object.values(steps).reduce((sum, { revision }: { revision: number }) => sum + revision, 0);

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
  const enrichmentRevision = revisionOf(steps);
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
        enrichments[name] = withRevision(step.run(tweet, content), step.revision);
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
      enrichmentRevision,
      enrichedAt,
      ...(enrichments as Enrichments),
      enrichmentFailures: failures.map(({ step, error }) => ({ step, reason: reasonOf(error) })),
    };
    return ok({ record, failures });
  };
}

/** Put into the step's own object, which nobody else has: copies would be a fifth of what all steps cost. */
function withRevision(computed: { revision?: number } | null, revision: number): object | null {
  if (computed !== null) {
    computed.revision = revision;
  }
  return computed;
}

const MAX_REASON_LENGTH = 200;

const reasonOf = ({ name, message }: Error): string =>
  `${name}: ${message}`.slice(0, MAX_REASON_LENGTH).toWellFormed();

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
