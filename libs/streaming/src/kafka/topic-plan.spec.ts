import { TOPICS } from '@tdp/contracts';
import { NO_WISHES, planTopic, type TopicWishes } from './topic-plan';
import type { TopicState } from './topic-state';

const raw = TOPICS['tweets-raw'];
const dlq = TOPICS['enricher-dlq'];
const DAY_MS = 86_400_000;

/** An existing topic; a setting given as an array is the brokers' own. */
function existing(
  settings: Readonly<Record<string, string | readonly [string]>>,
  over: Partial<TopicState> = {},
): TopicState {
  const entries = Object.entries(settings).map(
    ([name, value]) =>
      [name, typeof value === 'string' ? { value, isOwn: true } : { value: value[0], isOwn: false }] as const,
  );
  return {
    name: 'p-topic',
    partitions: 6,
    replicas: 3,
    hasLeaders: true,
    settings: new Map(entries),
    ...over,
  };
}

const asContracted = { ...raw.config, 'min.insync.replicas': ['2'] as const };
const plan = (
  state: TopicState | null,
  wishes: Partial<TopicWishes> = {},
  definition: typeof raw | typeof dlq = raw,
) => planTopic(definition, 'p-topic', state, { ...NO_WISHES, ...wishes });

describe('planTopic', () => {
  it('creates a topic as contracts and wishes say', () => {
    const wishes = { replicationFactor: 3, minInSyncReplicas: 2, partitions: { 'tweets-raw': 12 } };
    expect(plan(null, wishes)).toMatchObject({ action: 'create', partitions: 12, replicas: 3, refusals: [] });
    expect(plan(null, wishes).settings).toContainEqual({ name: 'min.insync.replicas', from: null, to: '2' });
    expect(plan(null)).toMatchObject({ action: 'create', partitions: 6, replicas: -1 });
    expect(plan(null).settings.map(({ name }) => name)).toEqual(Object.keys(raw.config));
  });

  it('keeps what is as it shall be', () => {
    const kept = { action: 'keep', settings: [], left: [], refusals: [] };
    expect(plan(existing(asContracted))).toMatchObject(kept);
    expect(plan(existing({ ...asContracted, 'cleanup.policy': 'delete, compact' }))).toMatchObject(kept);
  });

  it('changes what falls short, and names from and to', () => {
    const state = existing({ ...asContracted, 'retention.ms': String(DAY_MS) });
    const change = { name: 'retention.ms', from: String(DAY_MS), to: String(7 * DAY_MS) };
    expect(plan(state)).toMatchObject({ action: 'change', settings: [change] });
  });

  it.each([
    ['a longer retention', raw, { 'retention.ms': String(30 * DAY_MS) }],
    ['an endless retention', raw, { 'retention.ms': '-1' }],
    ['a longer wait for compaction', raw, { 'max.compaction.lag.ms': String(9 * DAY_MS) }],
    ['a shorter one', raw, { 'max.compaction.lag.ms': '1000' }],
    ['records that are never deleted', raw, { 'cleanup.policy': 'compact' }],
    ['larger records', dlq, { 'max.message.bytes': '9000000' }],
  ])('leaves what an operator chose, and says so: %s', (_what, definition, over) => {
    const state = existing(
      { ...definition.config, 'min.insync.replicas': '2', ...over },
      { partitions: definition.partitions },
    );
    const [name, value] = Object.entries(over)[0] as [string, string];
    const planned = plan(state, {}, definition);
    expect(planned).toMatchObject({ action: 'keep', settings: [] });
    expect(planned.left).toEqual([`${name} is ${value}, not ${definition.config[name]}: somebody set it so`]);
  });

  it.each([
    ['the default waits for ever', { 'max.compaction.lag.ms': ['9223372036854775807'] }],
    ['it is not compacted', { 'cleanup.policy': 'delete' }],
    ['it is compacted by default only', { 'cleanup.policy': ['compact'] }],
  ] as const)('changes what the contract needs: %s', (_what, over) => {
    expect(plan(existing({ ...asContracted, ...over })).settings.map(({ name }) => name)).toEqual(
      Object.keys(over),
    );
  });

  it('deletes nothing of a topic that only compaction is to clean, and stops what does', () => {
    const profiles = planTopic(
      TOPICS['profiles-raw'],
      'p',
      existing({ ...TOPICS['profiles-raw'].config, 'cleanup.policy': 'compact,delete' }),
      NO_WISHES,
    );
    expect(profiles.settings).toEqual([{ name: 'cleanup.policy', from: 'compact,delete', to: 'compact' }]);
  });

  it('raises min.insync.replicas where that is wished for, and never lowers it', () => {
    const raised = plan(existing({ ...asContracted, 'min.insync.replicas': ['1'] }), {
      minInSyncReplicas: 2,
    });
    expect(raised.settings).toEqual([{ name: 'min.insync.replicas', from: '1', to: '2' }]);
    const kept = plan(existing({ ...asContracted, 'min.insync.replicas': '3' }), { minInSyncReplicas: 2 });
    expect(kept).toMatchObject({
      action: 'keep',
      left: [expect.stringContaining('min.insync.replicas is 3, not 2')],
    });
  });

  it.each([
    ['fewer partitions', { partitions: 3 }, {}, /^3 partitions, not 6: more would move keys/],
    ['more partitions', { partitions: 9 }, {}, /^9 partitions, not 6: partitions cannot be taken away/],
    [
      'fewer copies',
      { replicas: 2 },
      { replicationFactor: 3 },
      /^2 copies of each partition, not 3: add them/,
    ],
  ])('leaves %s, and says what can be done', (_what, over, wishes, expected) => {
    const { action, left } = plan(existing(asContracted, over), wishes);
    expect(action).toBe('keep');
    expect(left).toEqual([expect.stringMatching(expected)]);
  });

  it('says that a record may be acknowledged with one copy', () => {
    expect(plan(existing({ ...raw.config, 'min.insync.replicas': ['1'] })).left).toEqual([
      expect.stringMatching(/^min\.insync\.replicas is 1 of 3 copies: .*KAFKA_DEPLOY_MIN_INSYNC_REPLICAS=2$/),
    ]);
  });

  it.each([
    ['has fewer copies than must acknowledge', existing(asContracted, { replicas: 1 }), {}],
    ['would, once that is raised', existing(asContracted, { replicas: 2 }), { minInSyncReplicas: 3 }],
    ['would be created so', null, { replicationFactor: 1, minInSyncReplicas: 2 }],
  ])('refuses a topic that %s', (_what, state, wishes) => {
    expect(plan(state, wishes).refusals).toEqual([
      expect.stringMatching(/p-topic .*min\.insync\.replicas [23]/),
    ]);
  });

  it('refuses to judge settings that it may not read', () => {
    expect(plan(existing({})).refusals).toEqual([expect.stringMatching(/grant DescribeConfigs/)]);
  });
});
