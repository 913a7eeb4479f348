import type { TopicDefinition } from '@tdp/contracts';
import { minInSyncOf, unsafeBecause, type TopicState } from './topic-state';
import type { TopicSetting } from './broker-requests';

/** How topics shall be, beyond what the contracts say. */
export interface TopicWishes {
  /** Copies of each partition of a new topic; -1 = as the brokers do by default. */
  readonly replicationFactor: number;
  /** Copies that must have a record before it is acknowledged; null = as the brokers do by default. */
  readonly minInSyncReplicas: number | null;
  /** Partitions of a new topic, by its name in the contracts, instead of the contract's number. */
  readonly partitions: Readonly<Record<string, number>>;
}

export const NO_WISHES: TopicWishes = { replicationFactor: -1, minInSyncReplicas: null, partitions: {} };

/** A setting that is set, or changed. */
export interface PlannedSetting {
  readonly name: string;
  /** Null for a new topic. */
  readonly from: string | null;
  readonly to: string;
}

/** What deploying does with one topic. */
export interface PlannedTopic {
  /** Its name on the cluster. */
  readonly topic: string;
  readonly action: 'create' | 'change' | 'keep';
  /** Of the topic as it will be. */
  readonly partitions: number;
  /** As the topic will be; -1 = the brokers' default. */
  readonly replicas: number;
  readonly settings: readonly PlannedSetting[];
  /** What differs from the wishes and is left so, and why or what can be done. */
  readonly left: readonly string[];
  /** Why the whole plan must not be carried out. */
  readonly refusals: readonly string[];
}

/** Larger is safer or keeps more: what an operator raised stays. -1 is without end. */
const AT_LEAST = new Set(['retention.ms', 'retention.bytes', 'max.message.bytes', 'min.insync.replicas']);
/** Smaller is stricter: what an operator lowered stays. */
const AT_MOST = new Set(['max.compaction.lag.ms', 'segment.ms']);

/** Decides what to do with a topic; nothing an operator raised is lowered, and records never move. */
export function planTopic(
  definition: TopicDefinition,
  topic: string,
  state: TopicState | null,
  wishes: TopicWishes,
): PlannedTopic {
  const config = {
    ...definition.config,
    ...(wishes.minInSyncReplicas !== null && { 'min.insync.replicas': String(wishes.minInSyncReplicas) }),
  };
  const partitions = wishes.partitions[definition.name] ?? definition.partitions;
  return state === null
    ? planNew(topic, partitions, wishes, config)
    : planExisting(state, partitions, wishes, config);
}

function planNew(
  topic: string,
  partitions: number,
  { replicationFactor, minInSyncReplicas }: TopicWishes,
  config: Readonly<Record<string, string>>,
): PlannedTopic {
  const unsafe =
    replicationFactor > 0 && minInSyncReplicas !== null && replicationFactor < minInSyncReplicas
      ? [`${topic} would have ${replicationFactor} copies and min.insync.replicas ${minInSyncReplicas}`]
      : [];
  return {
    topic,
    action: 'create',
    partitions,
    replicas: replicationFactor,
    settings: Object.entries(config).map(([name, to]) => ({ name, from: null, to })),
    left: [],
    refusals: unsafe,
  };
}

function planExisting(
  state: TopicState,
  partitions: number,
  { replicationFactor }: TopicWishes,
  config: Readonly<Record<string, string>>,
): PlannedTopic {
  const settings: PlannedSetting[] = [];
  const left: string[] = [];
  for (const [name, to] of Object.entries(config)) {
    const current = state.settings.get(name);
    const verdict = current === undefined ? 'change' : judgeSetting(name, current, to);
    if (verdict === 'change') {
      settings.push({ name, from: current?.value ?? null, to });
    } else if (verdict === 'leave' && current?.isOwn === true) {
      left.push(`${name} is ${current.value}, not ${to}: somebody set it so`);
    }
  }
  const wantedMinInSync = settings.find(({ name }) => name === 'min.insync.replicas')?.to;
  const minInSync = Number(wantedMinInSync ?? minInSyncOf(state));
  const unsafe = unsafeBecause(state, minInSync);
  return {
    topic: state.name,
    action: settings.length > 0 ? 'change' : 'keep',
    partitions: state.partitions,
    replicas: state.replicas,
    settings,
    left: [...left, ...partitionsLeft(state, partitions), ...copiesLeft(state, replicationFactor, minInSync)],
    refusals: [
      ...(unsafe === null ? [] : [unsafe]),
      ...(state.settings.size === 0
        ? [`the settings of ${state.name} may not be read: grant DescribeConfigs on it`]
        : []),
    ],
  };
}

function partitionsLeft({ partitions }: TopicState, wanted: number): readonly string[] {
  if (partitions === wanted) {
    return [];
  }
  const advice =
    partitions < wanted
      ? 'more would move keys to other partitions; deploy under another KAFKA_TOPIC_PREFIX, or add them by hand and accept that'
      : 'partitions cannot be taken away';
  return [`${partitions} partitions, not ${wanted}: ${advice}`];
}

function copiesLeft({ replicas }: TopicState, wanted: number, minInSync: number): readonly string[] {
  return [
    ...(wanted > replicas
      ? [`${replicas} copies of each partition, not ${wanted}: add them with kafka-reassign-partitions`]
      : []),
    ...(replicas > 1 && minInSync === 1
      ? [
          `min.insync.replicas is 1 of ${replicas} copies: a record may be acknowledged with one copy; set KAFKA_DEPLOY_MIN_INSYNC_REPLICAS=${replicas - 1}`,
        ]
      : []),
  ];
}

type Verdict = 'same' | 'change' | 'leave';

/** What to do about a setting that is not as wished: change it, or leave what somebody chose. */
function judgeSetting(name: string, { value, isOwn }: TopicSetting, to: string): Verdict {
  if (value === to) {
    return 'same';
  }
  if (AT_LEAST.has(name)) {
    return amount(value) > amount(to) ? 'leave' : 'change';
  }
  if (AT_MOST.has(name)) {
    // Longer than the contract allows only where somebody set it: he knows why.
    return amount(value) < amount(to) || isOwn ? 'leave' : 'change';
  }
  return name === 'cleanup.policy' ? judgeCleanup(value, isOwn, to) : 'change';
}

/** Compaction is what removals and the newest state stand on; without deletion records only stay longer. */
function judgeCleanup(value: string, isOwn: boolean, to: string): Verdict {
  const [has, wants] = [policies(value), policies(to)];
  if (has.has('compact') !== wants.has('compact') || (has.has('delete') && !wants.has('delete'))) {
    return 'change';
  }
  if (has.has('delete') === wants.has('delete')) {
    return 'same';
  }
  return isOwn ? 'leave' : 'change';
}

const policies = (list: string): ReadonlySet<string> => new Set(list.split(',').map((one) => one.trim()));
const amount = (value: string): number => (Number(value) === -1 ? Infinity : Number(value));
