import { TOPICS, type TopicName } from '@tdp/contracts';
import { PipelineError, systemClock, type Clock } from '@tdp/service';
import { withBroker } from './broker-requests';
import { physicalTopic, type KafkaClient } from './kafka-client';
import { kafkaFailure } from './kafka-failure';
import { minInSyncOf, readTopicStates, unsafeBecause, type TopicState } from './topic-state';

/** How often a missing topic is looked for: a broker hears of a new one a moment after the others. */
const LOOKS = 4;
const LOOK_AGAIN_MS = 500;

/**
 * Checks that topics exist and can be written to; services never create them.
 * @returns what is not as the contracts say, and works
 * @throws PipelineError TOPIC_MISSING naming each missing topic; TOPIC_UNSAFE naming each that has
 *   fewer copies than min.insync.replicas; KAFKA_UNAVAILABLE (retriable), KAFKA_UNAUTHORIZED
 */
export async function requireTopics(
  client: KafkaClient,
  topics: readonly TopicName[],
  clock: Clock = systemClock,
): Promise<readonly string[]> {
  const names = topics.map((topic) => physicalTopic(client, topic));
  let missing: readonly string[] = names;
  for (let look = 1; look <= LOOKS; look += 1) {
    const states = await read(client, names);
    missing = names.filter((name) => states.get(name) === null);
    if (missing.length === 0) {
      return judge(client, topics, states);
    }
    await clock.sleep(look < LOOKS ? LOOK_AGAIN_MS : 0);
  }
  const hidden = client.config.sasl === undefined ? '' : ', or not to be seen by this user';
  throw new PipelineError(
    'TOPIC_MISSING',
    `checking topics: ${missing.join(', ')} missing${hidden}; run the kafka-deploy job first`,
  );
}

async function read(
  client: KafkaClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, TopicState | null>> {
  try {
    return (await withBroker(client, (broker) => readTopicStates(broker, names))).states;
  } catch (error) {
    throw await kafkaFailure(error, client, 'checking topics');
  }
}

function judge(
  client: KafkaClient,
  topics: readonly TopicName[],
  states: ReadonlyMap<string, TopicState | null>,
): readonly string[] {
  const found = topics.map((topic) => [TOPICS[topic], states.get(physicalTopic(client, topic))] as const);
  const unsafe = found.flatMap(([, state]) => (state && unsafeBecause(state, minInSyncOf(state))) ?? []);
  if (unsafe.length > 0) {
    throw new PipelineError('TOPIC_UNSAFE', `checking topics: ${unsafe.join('; ')}`);
  }
  return found.flatMap(([{ partitions }, state]) =>
    state && state.partitions !== partitions
      ? `${state.name} has ${state.partitions} partitions where the contracts say ${partitions}`
      : [],
  );
}
