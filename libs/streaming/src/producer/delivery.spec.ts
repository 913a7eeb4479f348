import { createMetrics } from '@tdp/service';
import { createFakeClock, createRecordingLogger } from '@tdp/service/testing';
import type { Cluster, ClusterBroker, ProduceArguments } from '../kafka/cluster';
import { streamingMetrics } from '../metrics';
import { createDelivery } from './delivery';
import type { Placed } from './partition-queues';

const OK = 0;
const NOT_LEADER = 6;
const TOO_LARGE = 10;
const TIMED_OUT = 7;
const OUT_OF_ORDER = 45;
const DUPLICATE = 46;
const POLICY_VIOLATION = 44;
const INVALID_RECORD = 87;

interface Write {
  readonly broker: number;
  readonly partition: number;
  readonly producerId: number;
  readonly firstSequence: number;
  readonly keys: readonly string[];
}

type Answer = (write: Write) => number | Error;

/** Two brokers, 1 and 2; every partition led by whom the test says. */
function setUp(leaders: Record<number, number>, answer: Answer) {
  const writes: Write[] = [];
  const { logger, lines } = createRecordingLogger('warn');
  const clock = createFakeClock();
  const metrics = streamingMetrics(createMetrics({ service: 't', version: 't', commit: 't' }));
  /** What reading the leaders throws, one after the other. */
  const unknown: Error[] = [];
  let producers = 0;
  let disconnects = 0;

  function broker(id: number): ClusterBroker {
    return {
      brokerAddress: `broker-${id}:9092`,
      disconnect: async () => void (disconnects += 1),
      initProducerId: async () => ({ producerId: (producers += 1), producerEpoch: 0 }),
      lookupRequest: () => (args) => ({ request: args, response: { decode: null, parse: () => null } }),
      connectionPool: {
        async send({ request }) {
          const { topicData, producerId } = request as ProduceArguments;
          const codes = topicData.flatMap(({ topic, partitions }) =>
            partitions.map(({ partition, firstSequence, messages }) => {
              const keys = messages.map(({ key }) => String(key));
              const write = { broker: id, partition, producerId: Number(producerId), firstSequence, keys };
              writes.push(write);
              return { topic, partition, code: answer(write) };
            }),
          );
          for (const { code } of codes) {
            if (code instanceof Error) {
              throw code;
            }
          }
          return {
            topics: codes.map(({ topic, partition, code }) => ({
              topicName: topic,
              partitions: [{ partition, errorCode: code as number }],
            })),
          };
        },
      },
    };
  }

  const cluster: Cluster = {
    isConnected: () => true,
    connect: async () => undefined,
    disconnect: async () => undefined,
    refreshMetadata: async () => undefined,
    refreshMetadataIfNecessary: async () => undefined,
    addMultipleTargetTopics: async () => {
      if (unknown.length > 0) {
        throw unknown.shift() as Error;
      }
    },
    findTopicPartitionMetadata: () =>
      Object.entries(leaders).map(([partition, leader]) => ({ partitionId: Number(partition), leader })),
    findBroker: async ({ nodeId }) => broker(Number(nodeId)),
    findControllerBroker: async () => broker(1),
  };
  const delivery = createDelivery<Placed>({ cluster, clock, logger, metrics });
  const message = (partition: number, key: string): Placed => ({
    topic: 't',
    partition,
    message: { key, value: key },
  });
  /** Lets time pass until it is delivered. */
  async function deliver(messages: readonly Placed[]) {
    const result = delivery.deliver(messages).then(
      (refused) => refused.map(({ placed, error }) => [placed.message.key, error.reason]),
      (error: unknown) => error as Error,
    );
    for (let step = 0; step < 50; step += 1) {
      await clock.advance(2_000);
    }
    return result;
  }
  return { delivery, deliver, message, writes, lines, unknown, disconnects: () => disconnects };
}

describe('delivery', () => {
  it('sends what was not acknowledged to the new leader, although that one has acknowledged something else', async () => {
    const leaders: Record<number, number> = { 0: 1, 1: 2 };
    const { deliver, message, writes } = setUp(leaders, ({ broker }) => {
      if (broker === 2) {
        leaders[1] = 1;
        return NOT_LEADER;
      }
      return OK;
    });
    expect(await deliver([message(0, 'a'), message(1, 'b')])).toEqual([]);
    expect(writes.map(({ broker, partition, keys }) => [broker, partition, ...keys])).toEqual([
      [1, 0, 'a'],
      [2, 1, 'b'],
      [1, 1, 'b'],
    ]);
  });

  it.each([
    ['an answer that never came', new Error('Closed connection')],
    ['followers that were slow', TIMED_OUT],
  ])('repeats a batch after %s with the numbers it had, so that it is written once', async (_what, first) => {
    const answers: (number | Error)[] = [first, DUPLICATE];
    const { deliver, message, writes } = setUp({ 0: 1 }, () => answers.shift() ?? OK);
    expect(await deliver([message(0, 'a'), message(0, 'b')])).toEqual([]);
    expect(await deliver([message(0, 'c')])).toEqual([]);
    expect(writes.map(({ firstSequence, keys }) => [firstSequence, ...keys])).toEqual([
      [0, 'a', 'b'],
      [0, 'a', 'b'],
      [2, 'c'],
    ]);
  });

  it('waits while a partition has no leader, and says so', async () => {
    const leaders: Record<number, number> = { 0: -1 };
    const { delivery, deliver, message, writes } = setUp(leaders, () => OK);
    const result = deliver([message(0, 'a')]);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    expect(delivery.trouble()).toContain('t/0: it has no leader');
    leaders[0] = 2;
    expect(await result).toEqual([]);
    expect(writes).toHaveLength(1);
    expect(delivery.trouble()).toBeNull();
  });

  it('waits for a topic that no broker knows, and names it', async () => {
    const { deliver, message, writes, lines, unknown } = setUp({ 0: 1 }, () => OK);
    unknown.push(new Error('This server does not host this topic-partition'));
    expect(await deliver([message(0, 'a')])).toEqual([]);
    expect(writes).toHaveLength(1);
    expect(lines).toMatchObject([
      { msg: 'producing again', detail: 't: This server does not host this topic-partition' },
    ]);
  });

  it('goes on under a new producer id when a broker has lost track of it', async () => {
    const answers = [OK, OUT_OF_ORDER];
    const { deliver, message, writes } = setUp({ 0: 1 }, () => answers.shift() ?? OK);
    expect(await deliver([message(0, 'a')])).toEqual([]);
    expect(await deliver([message(0, 'b')])).toEqual([]);
    expect(writes.map(({ producerId, firstSequence, keys }) => [producerId, firstSequence, ...keys])).toEqual(
      [
        [1, 0, 'a'],
        [1, 1, 'b'],
        [2, 0, 'b'],
      ],
    );
  });

  it.each([
    [TOO_LARGE, 'OUTPUT_TOO_LARGE'],
    [INVALID_RECORD, 'OUTPUT_REFUSED'],
  ])(
    'finds the record for which a batch is refused (code %i), and writes the others in order',
    async (code, reason) => {
      const { deliver, message, writes } = setUp({ 0: 1 }, ({ keys }) => (keys.includes('bad') ? code : OK));
      const keys = ['a', 'b', 'bad', 'c', 'd'];
      expect(await deliver(keys.map((key) => message(0, key)))).toEqual([['bad', reason]]);
      const written = writes.filter(({ keys: sent }) => !sent.includes('bad'));
      expect(written.flatMap((write) => write.keys)).toEqual(['a', 'b', 'c', 'd']);
      // A gap in the numbers would make the broker refuse everything after it.
      expect(written.map(({ firstSequence, keys: sent }) => firstSequence + sent.length)).toEqual([2, 4]);
    },
  );

  it('gives up on what no waiting cures', async () => {
    const { deliver, message } = setUp({ 0: 1 }, () => POLICY_VIOLATION);
    expect(await deliver([message(0, 'a')])).toMatchObject({
      code: 'PRODUCE_FAILED',
      message: expect.stringContaining('POLICY_VIOLATION') as string,
    });
  });

  it('does not take a bug for an outage', async () => {
    const { deliver, message } = setUp({ 0: 1 }, () => new TypeError('x is undefined'));
    expect(await deliver([message(0, 'a')])).toBeInstanceOf(TypeError);
  });

  it('opens another connection after one has failed, and says what failed once', async () => {
    const answers = [new Error('Closed connection'), new Error('Closed connection')];
    const { deliver, message, lines, disconnects } = setUp({ 0: 1 }, () => answers.shift() ?? OK);
    expect(await deliver([message(0, 'a')])).toEqual([]);
    expect(disconnects()).toBe(2);
    expect(lines.map(({ msg, detail }) => [msg, detail])).toEqual([
      ['producing again', 't/0: broker broker-1:9092: Closed connection'],
    ]);
  });
});
