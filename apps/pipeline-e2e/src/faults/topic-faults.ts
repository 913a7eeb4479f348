import { waitFor } from '@tdp/local-stack';
import { systemClock } from '@tdp/service';
import { scanTopic } from '@tdp/streaming';
import type { Cluster } from '../cluster/cluster';
import { metric } from '../cluster/service-states';
import { flow, settle } from '../cluster/settle';
import { seconds, secondsSince } from './common';
import { startProducer } from '../cluster/producer';
import type { Fault } from './fault';
import { SINGLE } from './shapes';

const morePartitions: Fault = {
  name: 'T14',
  title: 'tweets-raw and tweets-enriched get three more partitions while everything runs',
  shape: SINGLE,
  alone: true,
  rate: 500,
  async run({ cluster, signal }) {
    await cluster.operator.addPartitions('tweets-raw', 9);
    await cluster.operator.addPartitions('tweets-enriched', 9);
    await flow(cluster, 10_000, signal);
    return { partitions: '6 to 9' };
  },
};

const PAST_ANY_END = 1_000_000_000;

/** Everything is read, committed and stored; then the topic is made anew, and offsets begin at 0 again. */
const recreated: Fault = {
  name: 'T21-recreated',
  title:
    'tweets-enriched deleted and made anew while the services are down; offsets of before point past its end',
  shape: SINGLE,
  alone: true,
  rate: 500,
  async run({ cluster, signal, problem }) {
    const { services } = cluster;
    await settle(cluster, { signal });
    const members = [...services.members.enricher, ...services.members['mongo-sink']];
    await Promise.all(members.map((member) => member.stop()));
    await cluster.operator.deleteTopic('tweets-enriched');
    await cluster.deployAgain();
    // Kafka forgets offsets of a topic that is deleted; a mirror, or a copy that is restored, does not.
    await cluster.operator.moveTo('mongo-sink', 'tweets-enriched', PAST_ANY_END);
    await Promise.all(members.map((member) => member.start()));
    await cluster.simulator.resume();
    await flow(cluster, 5_000, signal);
    const resets = await offsetResets(cluster);
    if (resets === 0) {
      problem('no offset reset was counted');
    }
    return { 'offset resets': resets };
  },
};

/** Records are deleted before the sink has read them: they are gone, and that must not pass unseen. */
const deleted: Fault = {
  name: 'T21-deleted',
  title: 'records of tweets-enriched deleted before the mongo-sink has read them',
  shape: SINGLE,
  alone: true,
  rate: 500,
  async run({ cluster, signal, problem, destroyed }) {
    const { services, operator, simulator } = cluster;
    await settle(cluster, { signal });
    const [sink] = services.members['mongo-sink'];
    await sink?.stop();
    const before = await cluster.observer.totals();
    await simulator.resume();
    await waitForEnriched(cluster, (before.topics['tweets-enriched'] ?? 0) + 2_000, signal);
    await simulator.pause();
    await waitForLag(cluster, signal);
    const ids = new Set<string>();
    await scanTopic(cluster.observer.kafka, 'tweets-enriched', (records) =>
      records.forEach(({ key }) => ids.add(String(key))),
    );
    await operator.deleteRecords('tweets-enriched');
    await sink?.start();
    await simulator.resume();
    await flow(cluster, 2_000, signal);
    const resets = await offsetResets(cluster);
    if (resets === 0) {
      problem('records are gone, and no offset reset was counted');
    }
    destroyed([...ids]);
    return { 'offset resets': resets };
  },
};

async function waitForEnriched({ observer }: Cluster, total: number, signal: AbortSignal): Promise<void> {
  await waitFor({
    what: `${total} records in tweets-enriched`,
    check: async () => {
      const { topics } = await observer.totals();
      if ((topics['tweets-enriched'] ?? 0) < total) {
        throw new Error(`${topics['tweets-enriched']} so far`);
      }
    },
    timeoutMs: seconds(120),
    clock: systemClock,
    signal,
  });
}

/** Until the enricher has passed on everything that is in tweets-raw. */
async function waitForLag({ observer }: Cluster, signal: AbortSignal): Promise<void> {
  await waitFor({
    what: 'the enricher to catch up',
    check: async () => {
      const { topics } = await observer.totals();
      if (topics['tweets-raw'] !== topics['tweets-enriched']) {
        throw new Error(JSON.stringify(topics));
      }
    },
    timeoutMs: seconds(60),
    clock: systemClock,
    signal,
  });
}

const offsetResets = (cluster: Cluster): Promise<number> =>
  metric(cluster, 'mongo-sink', 'pipeline_offset_resets_total');

const replayed: Fault = {
  name: 'T30',
  title: 'posts removed, then tweets-enriched read again from its beginning',
  shape: SINGLE,
  rate: 500,
  async run({ cluster, signal, problem }) {
    const { services, observer, operator } = cluster;
    await flow(cluster, 2_000, signal);
    const some = await observer.db.collection<{ _id: string }>('tweets').find().limit(50).toArray();
    const removed = some.map(({ _id }) => _id);
    await removePosts(cluster, removed);
    const stored = async (): Promise<number> =>
      await observer.db.collection<{ _id: string }>('tweets').countDocuments({ _id: { $in: removed } });
    const startedAt = systemClock.monotonic();
    await waitFor({
      what: 'removed posts to be gone',
      check: async () => {
        if ((await stored()) > 0) {
          throw new Error(`${await stored()} of ${removed.length} are still there`);
        }
      },
      timeoutMs: seconds(60),
      clock: systemClock,
      signal,
    });
    const took = secondsSince(startedAt);
    const members = services.members['mongo-sink'];
    await Promise.all(members.map((member) => member.stop()));
    await operator.rewind('mongo-sink', 'tweets-enriched');
    await Promise.all(members.map((member) => member.start()));
    await settle(cluster, { signal });
    await waitForNoLag(cluster, signal);
    if ((await stored()) > 0) {
      problem(`${await stored()} removed posts are back after the replay`);
    }
    return { 'removed after, s': took };
  },
};

async function waitForNoLag({ observer }: Cluster, signal: AbortSignal): Promise<void> {
  await waitFor({
    what: 'the replay to end',
    check: async () => {
      const lag = await observer.lag();
      if (lag > 0) {
        throw new Error(`${lag} records to read`);
      }
    },
    timeoutMs: seconds(300),
    clock: systemClock,
    signal,
  });
}

/** What a compliance source does: a null under the post's id. */
async function removePosts(cluster: Cluster, ids: readonly string[]): Promise<void> {
  const producer = await startProducer(cluster);
  try {
    await producer.sendEncoded(
      ids.map((id) => ({ topic: 'tweets-raw', message: { key: id, value: null }, bytes: 0 })),
    );
  } finally {
    await producer.stop();
  }
}

export const TOPIC_FAULTS: readonly Fault[] = [replayed, morePartitions, recreated, deleted];
