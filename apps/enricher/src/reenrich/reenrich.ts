import { AGAIN_HEADER, type Tweet } from '@tdp/contracts';
import {
  createPace,
  PipelineError,
  type AgainOptions,
  type Clock,
  type Logger,
  type Metrics,
} from '@tdp/service';
import {
  createConsumerLoop,
  createOperator,
  drop,
  ok,
  deadLetter,
  type ConsumerLoop,
  type Envelope,
  type HandleResult,
  type KafkaParts,
} from '@tdp/streaming';
import { ENRICHER_REASONS, type Enrich, type EnricherReason } from '../pipeline';
import { leftOf, planOf, type Plan } from './plan';

export interface ReenrichDeps {
  readonly options: AgainOptions;
  readonly parts: Pick<KafkaParts, 'kafka' | 'codec' | 'producer'>;
  readonly enrich: Enrich;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly stopSignal: AbortSignal;
  readonly onBegin: (begin: { readonly goesOn: boolean; readonly total: number }) => void;
  readonly onProgress: (left: number, total: number) => void;
}

const GROUP = 'reenrich';
const TOPIC = 'tweets-raw';
const LOOK_MS = 1_000;
/** Parts of a second's posts that are read at once: small enough to be spread evenly. */
const SLICES_A_SECOND = 4;
const MAX_SLICE = 500;

type DropReason = 'REMOVED' | 'PAST_THE_END';

/**
 * Reads tweets-raw once more, in a group of its own, and writes today's enrichments of what is there to
 * tweets-enriched; the sink lets the newer of two enrichments of one observation win, at any lag (ADR 0026). Where it
 * stands is the group's offsets, which are forgotten when it is done.
 * @throws PipelineError; the signal's reason, where it can go on another time
 */
export async function reenrich(deps: ReenrichDeps): Promise<number> {
  const { options, parts, clock, stopSignal, onBegin, onProgress } = deps;
  const operator = createOperator(parts.kafka);
  if ((await operator.group(GROUP)).members > 0) {
    throw new PipelineError(
      'CONFIG_INVALID',
      'another reenrich is running: wait until it is done, or stop it',
    );
  }
  const before = await operator.positions(GROUP, TOPIC);
  const goesOn = !options.restart && before.some(({ next }) => next !== null);
  if (!goesOn) {
    await operator.startAt(GROUP, TOPIC, options.since);
  }
  const plan = planOf(await operator.positions(GROUP, TOPIC));
  onBegin({ goesOn, total: plan.total });
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined);
  const loop = createLoop(deps, plan, (error) => failed.reject(error));
  await loop.start(stopSignal);
  try {
    for (let left = plan.total; left > 0; left = leftOf(await operator.positions(GROUP, TOPIC), plan.ends)) {
      onProgress(left, plan.total);
      await Promise.race([clock.sleep(LOOK_MS, stopSignal), failed.promise]);
      const { ok: isWell, detail = '' } = loop.ready();
      if (!isWell && detail.includes('dead letters')) {
        throw new PipelineError('DEAD_LETTER_LIMIT', detail);
      }
    }
  } finally {
    await loop.stop();
  }
  await operator.deleteGroup(GROUP);
  return plan.total;
}

function createLoop(deps: ReenrichDeps, plan: Plan, fatal: (error: Error) => void): ConsumerLoop {
  const { options, parts, logger, metrics, clock, stopSignal } = deps;
  const pace = createPace(options.rate, clock);
  const handleRecord = createRecordHandler(deps);
  return createConsumerLoop({
    ...parts,
    logger,
    metrics,
    clock,
    fatal,
    groupId: GROUP,
    topics: [TOPIC],
    // A record that cannot be enriched is the letter that it is already.
    deadLetterTopic: 'enricher-dlq',
    reasons: { deadLetters: ENRICHER_REASONS, drops: ['REMOVED', 'PAST_THE_END'], retries: [] },
    maxSliceRecords: Math.max(1, Math.min(MAX_SLICE, Math.floor(options.rate / SLICES_A_SECOND))),
    partitionsConsumedConcurrently: 1,
    handle: async (slice) => {
      const meant = slice.filter(({ partition, offset }) => Number(offset) < (plan.ends.get(partition) ?? 0));
      if (meant.length > 0) {
        await pace.pass(meant.length, stopSignal);
      }
      return slice.map((envelope) =>
        meant.includes(envelope) ? handleRecord(envelope) : drop('PAST_THE_END'),
      );
    },
  });
}

/** One record of tweets-raw to its renewed enrichment. */
export function createRecordHandler({
  enrich,
  clock,
  options: { only },
}: Pick<ReenrichDeps, 'enrich' | 'clock' | 'options'>): (
  envelope: Envelope,
) => HandleResult<EnricherReason, DropReason> {
  return ({ key, record }) => {
    if (record === null) {
      // The enricher has said so already.
      return drop('REMOVED');
    }
    const tweet = record as Tweet;
    if (tweet.id !== key) {
      return deadLetter('KEY_MISMATCH', new Error(`the key is ${key}, the post's id ${tweet.id}`), 'key');
    }
    const result = enrich(tweet, clock.now());
    if (result.kind !== 'ok') {
      return result;
    }
    const headers = { [AGAIN_HEADER]: only?.join(',') ?? '' };
    return ok([{ topic: 'tweets-enriched', key, record: result.value.record, headers }]);
  };
}
