import { createMetrics, PipelineError } from '@tdp/service';
import { createFakeClock, createRecordingLogger } from '@tdp/service/testing';
import type { PartitionLag } from '../kafka/offsets';
import { streamingMetrics } from '../metrics';
import { createLagMonitor, type PartitionId } from './lag-monitor';

const partition = (number: number): PartitionId => ({ topic: 'tweets-raw', partition: number });
const lagOf = (number: number, committed: number, lag: number): PartitionLag => ({
  ...partition(number),
  committed,
  lag,
});
const MINUTE = 60_000;

function setUp(first: readonly PartitionLag[] = []) {
  const clock = createFakeClock();
  const { logger, lines } = createRecordingLogger('info');
  const metrics = createMetrics({ service: 't', version: 't', commit: 't' });
  const fatals: Error[] = [];
  const state = {
    read: (): Promise<readonly PartitionLag[]> => Promise.resolve(first),
    excused: false,
    polls: 0,
  };
  const monitor = createLagMonitor({
    group: 'g',
    readLags() {
      state.polls += 1;
      return state.read();
    },
    clock,
    logger,
    metrics: streamingMetrics(metrics),
    describe: String,
    isExcused: () => state.excused,
    fatal: (error) => fatals.push(error),
  });
  monitor.start();
  /** Values by partition. */
  async function values(name: 'messages' | 'seconds'): Promise<Record<string, number>> {
    const text = await metrics.registry.getSingleMetricAsString(`pipeline_consumer_lag_${name}`);
    return Object.fromEntries(
      [...text.matchAll(/partition="(\d+)".* ([\d.]+)$/gm)].map(([, number, value]) => [
        number,
        Number(value),
      ]),
    );
  }
  const read = (...lags: readonly PartitionLag[]): void => {
    state.read = () => Promise.resolve(lags);
  };
  return { clock, monitor, fatals, lines, state, values, read, metrics };
}

describe('lag of the partitions a process owns', () => {
  it('is exported for those only, and no more when they go', async () => {
    const { clock, monitor, values } = setUp([lagOf(0, 5, 7), lagOf(1, 5, 9)]);
    monitor.assigned([partition(0)]);
    await clock.advance(0);
    expect([await values('messages'), await values('seconds')]).toEqual([{ 0: 7 }, { 0: 0 }]);
    monitor.assigned([partition(1)]);
    await clock.advance(0);
    expect(await values('messages')).toEqual({ 1: 9 });
    monitor.assigned([]);
    await clock.advance(15_000);
    expect([await values('messages'), await values('seconds')]).toEqual([{}, {}]);
  });

  it('is not exported by a poll that was under way when they went', async () => {
    const { clock, monitor, values, state } = setUp();
    const answer = Promise.withResolvers<readonly PartitionLag[]>();
    state.read = () => answer.promise;
    monitor.assigned([partition(0)]);
    monitor.assigned([]);
    answer.resolve([lagOf(0, 5, 7)]);
    await clock.advance(0);
    expect(await values('messages')).toEqual({});
  });

  it('is not asked for by an idle replica, nor twice at a time', async () => {
    const { clock, monitor, state } = setUp();
    await clock.advance(MINUTE);
    expect(state.polls).toBe(0);
    state.read = () => new Promise(() => undefined);
    monitor.assigned([partition(0)]);
    await clock.advance(10 * MINUTE);
    expect(state.polls).toBe(1);
  });
});

describe('age of the oldest record that is not done with', () => {
  it('grows while a slice is in work, and the lag cannot be read', async () => {
    const { clock, monitor, values, state } = setUp([lagOf(0, 5, 7)]);
    monitor.assigned([partition(0)]);
    monitor.working(partition(0), clock.now() - 10_000);
    expect(await values('seconds')).toEqual({ 0: 10 });
    state.read = () => Promise.reject(kafkaError());
    await clock.advance(MINUTE);
    expect(await values('seconds')).toEqual({ 0: 70 });
  });

  it('grows while nothing is fetched: what is left is younger than the last record done with', async () => {
    const { clock, monitor, values } = setUp([lagOf(0, 5, 7)]);
    monitor.assigned([partition(0)]);
    monitor.working(partition(0), clock.now());
    await clock.advance(5_000);
    monitor.resting(partition(0), clock.now() - 2_000, false);
    await clock.advance(MINUTE);
    expect(await values('seconds')).toEqual({ 0: 62 });
  });

  it('does not begin anew at a rebalance', async () => {
    const { clock, monitor, values } = setUp([lagOf(0, 5, 7)]);
    monitor.assigned([partition(0)]);
    await clock.advance(MINUTE);
    monitor.assigned([]);
    await clock.advance(MINUTE);
    monitor.assigned([partition(0)]);
    await clock.advance(MINUTE);
    expect(await values('seconds')).toEqual({ 0: 180 });
  });

  it('is 0 when the last record is done with, at once', async () => {
    const { clock, monitor, values } = setUp([lagOf(0, 5, 7)]);
    monitor.assigned([partition(0)]);
    await clock.advance(MINUTE);
    monitor.working(partition(0), clock.now() - MINUTE);
    monitor.resting(partition(0), clock.now(), true);
    expect(await values('seconds')).toEqual({ 0: 0 });
  });

  it('is that of the new record, not of the one an hour ago, in a topic with few of them', async () => {
    const { clock, monitor, values, read } = setUp([lagOf(0, 5, 0)]);
    monitor.assigned([partition(0)]);
    monitor.resting(partition(0), clock.now(), true);
    await clock.advance(60 * MINUTE);
    read(lagOf(0, 5, 1));
    await clock.advance(15_000);
    expect((await values('seconds'))['0']).toBeLessThanOrEqual(15);
  });
});

describe('a partition that stands still', () => {
  it('ends the process after five minutes', async () => {
    const { clock, monitor, fatals } = setUp([lagOf(0, 5, 7)]);
    monitor.assigned([partition(0)]);
    await clock.advance(5 * MINUTE);
    expect(fatals).toEqual([]);
    await clock.advance(15_000);
    expect(fatals[0]).toMatchObject({
      code: 'CONSUMER_STALLED',
      message: 'consuming as group g: tweets-raw/0 has stood at offset 5, 7 records behind, for five minutes',
    });
  });

  it('is not told from one reading before an outage and one after it, which nothing refused meanwhile', async () => {
    const { clock, monitor, fatals, state, read } = setUp([lagOf(0, 5, 7)]);
    monitor.assigned([partition(0)]);
    await clock.advance(0);
    const answer = Promise.withResolvers<readonly PartitionLag[]>();
    state.read = () => answer.promise;
    await clock.advance(10 * MINUTE);
    answer.resolve([lagOf(0, 5, 7)]);
    read(lagOf(0, 5, 7));
    await clock.advance(4 * MINUTE);
    expect(fatals).toEqual([]);
    await clock.advance(2 * MINUTE);
    expect(fatals.length).toBeGreaterThan(0);
  });

  it("is no concern of a replica that does not own it: a neighbour's, or an idle one", async () => {
    const { clock, monitor, fatals } = setUp([lagOf(0, 5, 0), lagOf(1, 5, 9)]);
    await clock.advance(10 * MINUTE);
    monitor.assigned([partition(0)]);
    await clock.advance(10 * MINUTE);
    expect(fatals).toEqual([]);
  });

  it('is not excused by the progress of another', async () => {
    const { clock, monitor, fatals, read } = setUp([lagOf(0, 5, 7), lagOf(1, 5, 9)]);
    monitor.assigned([partition(0), partition(1)]);
    for (let committed = 5; committed < 30; committed += 1) {
      read(lagOf(0, 5, 7), lagOf(1, committed, 9));
      await clock.advance(15_000);
    }
    expect(fatals.length).toBeGreaterThan(0);
  });

  it.each([
    ['moves, however slowly', { committed: (poll: number) => Math.floor(poll / 15) }],
    ['is caught up now and then', { lag: (poll: number) => poll % 15 }],
    ['is waited for', { excused: () => true }],
    ['is waited for now and then', { excused: (poll: number) => poll % 15 === 0 }],
    ['cannot be seen all the time', { fails: (poll: number) => poll % 15 === 0 }],
  ])('does not when it %s', async (_what, { committed, lag, excused, fails }: Partial<Behaviour>) => {
    const { clock, monitor, fatals, state } = setUp();
    monitor.assigned([partition(0)]);
    for (let poll = 0; poll < 100; poll += 1) {
      state.excused = excused?.(poll) ?? false;
      state.read = () =>
        fails?.(poll) === true
          ? Promise.reject(kafkaError())
          : Promise.resolve([lagOf(0, committed?.(poll) ?? 5, lag?.(poll) ?? 7)]);
      await clock.advance(15_000);
    }
    expect(fatals).toEqual([]);
  });

  it('does so though the group rebalances every minute: that is no progress', async () => {
    const { clock, monitor, fatals } = setUp([lagOf(0, 5, 7)]);
    for (let minute = 0; minute < 7; minute += 1) {
      monitor.assigned([]);
      monitor.assigned([partition(0)]);
      await clock.advance(MINUTE);
    }
    expect(fatals.length).toBeGreaterThan(0);
  });
});

describe('a lag that cannot be read', () => {
  it('is counted each time, and logged once a minute', async () => {
    const { clock, monitor, state, lines, metrics } = setUp();
    state.read = () => Promise.reject(kafkaError());
    monitor.assigned([partition(0)]);
    await clock.advance(MINUTE - 1);
    expect(lines).toHaveLength(1);
    await clock.advance(1);
    expect(await metrics.registry.getSingleMetricAsString('pipeline_lag_poll_failures_total')).toMatch(
      /group="g".* 5$/m,
    );
    expect(lines).toHaveLength(2);
  });

  it.each([
    ['a bug of the client', new TypeError('x')],
    ['an error of ours', new PipelineError('INTERNAL', 'x')],
  ])('ends the process for %s that is met twice in a row', async (_what, error) => {
    const { clock, monitor, state, fatals } = setUp();
    state.read = () => Promise.reject(error);
    monitor.assigned([partition(0)]);
    await clock.advance(0);
    expect(fatals).toEqual([]);
    await clock.advance(15_000);
    expect(fatals).toMatchObject([{ code: 'INTERNAL' }]);
  });
});

interface Behaviour {
  readonly committed: (poll: number) => number;
  readonly lag: (poll: number) => number;
  readonly excused: (poll: number) => boolean;
  readonly fails: (poll: number) => boolean;
}

const kafkaError = (): Error => Object.assign(new Error('away'), { name: 'KafkaJSConnectionError' });
