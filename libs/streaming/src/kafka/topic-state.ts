import { protocolError } from './cluster';
import type { BrokerSession, DescribedTopic, TopicSetting } from './broker-requests';

/** An existing topic. */
export interface TopicState {
  /** Its name on the cluster. */
  readonly name: string;
  readonly partitions: number;
  /** Copies of the partition that has fewest. */
  readonly replicas: number;
  /** Whether every partition can be read and written. */
  readonly hasLeaders: boolean;
  /** All its settings, by name; empty where we may not see them. */
  readonly settings: ReadonlyMap<string, TopicSetting>;
}

const UNKNOWN_TOPIC = 3;
/** Known, but one of its partitions has no leader now. */
const LEADER_NOT_AVAILABLE = 5;

/** Reads what a broker knows of some topics; null for one that does not exist. */
export async function readTopicStates(
  broker: BrokerSession,
  names: readonly string[],
): Promise<{ readonly brokers: number; readonly states: ReadonlyMap<string, TopicState | null> }> {
  const { brokers, topics } = await broker.describe(names);
  const existing = topics.filter(exists);
  const settings = await readSettings(
    broker,
    existing.map(({ name }) => name),
  );
  const found = new Map(existing.map((topic) => [topic.name, stateOf(topic, settings.get(topic.name))]));
  return { brokers, states: new Map(names.map((name) => [name, found.get(name) ?? null])) };
}

/** @throws what the broker says of a topic, unless that is that there is none */
function exists({ name, errorCode }: DescribedTopic): boolean {
  if (errorCode !== 0 && errorCode !== UNKNOWN_TOPIC && errorCode !== LEADER_NOT_AVAILABLE) {
    const error = protocolError(errorCode) as unknown as Error;
    error.message = `${name}: ${error.message}`;
    throw error;
  }
  return errorCode !== UNKNOWN_TOPIC;
}

/** Reading settings is a right of its own, that a service need not have. */
async function readSettings(
  broker: BrokerSession,
  names: readonly string[],
): ReturnType<BrokerSession['settings']> {
  try {
    return await broker.settings(names);
  } catch (error) {
    if ((error as { readonly type?: unknown }).type === 'TOPIC_AUTHORIZATION_FAILED') {
      return new Map();
    }
    throw error;
  }
}

function stateOf(
  { name, partitions }: DescribedTopic,
  settings: ReadonlyMap<string, TopicSetting> = new Map(),
): TopicState {
  return {
    name,
    partitions: partitions.length,
    replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
    hasLeaders: partitions.every(({ leader }) => leader >= 0),
    settings,
  };
}

/** Why nothing can be written to a topic for good; null when that is not so. */
export function unsafeBecause(
  state: Pick<TopicState, 'name' | 'replicas'>,
  minInSync: number,
): string | null {
  return state.replicas < minInSync
    ? `${state.name} has ${state.replicas} ${state.replicas === 1 ? 'copy' : 'copies'} of a partition and min.insync.replicas ${minInSync}: no record can ever be acknowledged; ` +
        'give it more copies (kafka-reassign-partitions) or lower min.insync.replicas'
    : null;
}

/** min.insync.replicas of an existing topic; 1 where we may not see it. */
export const minInSyncOf = ({ settings }: TopicState): number =>
  Number(settings.get('min.insync.replicas')?.value ?? 1);
