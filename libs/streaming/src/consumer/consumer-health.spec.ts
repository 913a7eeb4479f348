import { createMetrics } from '@tdp/service';
import { createFakeClock } from '@tdp/service/testing';
import { streamingMetrics } from '../metrics';
import { createConsumerHealth } from './consumer-health';

function setUp() {
  const clock = createFakeClock();
  const metrics = createMetrics({ service: 't', version: 't', commit: 't' });
  const health = createConsumerHealth({
    group: 'g',
    clock,
    metrics: streamingMetrics(metrics),
    sessionTimeoutMs: 30_000,
  });
  const gauge = async (name: string): Promise<number> =>
    Number((await metrics.registry.getSingleMetricAsString(name)).split(' ').at(-1));
  /** Time passes while the coordinator answers. */
  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 1_000) {
      await clock.advance(1_000);
      health.heartbeat();
    }
  }
  return { clock, health, gauge, pass };
}

describe('the health of a consumer', () => {
  it('is not ready before it has joined, and says what keeps it from that', () => {
    const { health } = setUp();
    expect(health.ready()).toEqual({ ok: false, detail: 'the consumer has not joined its group yet' });
    health.interrupted('Kafka at b:9092: connect ECONNREFUSED');
    expect(health.ready()).toEqual({
      ok: false,
      detail: 'the consumer has not joined its group yet: Kafka at b:9092: connect ECONNREFUSED',
    });
    health.joined();
    expect([health.ready(), health.live()]).toEqual([{ ok: true }, { ok: true }]);
  });

  it('is not ready after 30 s of tries of one slice, with the reason, and ready at once when it goes on', async () => {
    const { health, pass, gauge } = setUp();
    health.joined();
    health.retrying('tweets-raw/1', 'MONGO_UNAVAILABLE: inserting: connect ECONNREFUSED m:27017');
    await pass(29_000);
    expect(health.ready()).toEqual({ ok: true });
    health.retrying('tweets-raw/1', 'MONGO_UNAVAILABLE: inserting: not primary');
    await pass(1_000);
    expect(health.ready()).toEqual({
      ok: false,
      detail: 'waiting for 30 s: MONGO_UNAVAILABLE: inserting: not primary',
    });
    expect(await gauge('pipeline_consumer_retrying_seconds')).toBe(30);
    health.goesOn('tweets-raw/1');
    expect([health.ready(), health.isRetrying()]).toEqual([{ ok: true }, false]);
    expect(await gauge('pipeline_consumer_retrying_seconds')).toBe(0);
  });

  it('tells of the slice that has waited longest', async () => {
    const { health, pass } = setUp();
    health.joined();
    health.retrying('tweets-raw/1', 'first');
    await pass(20_000);
    health.retrying('tweets-raw/2', 'second');
    await pass(20_000);
    expect(health.ready().detail).toBe('waiting for 40 s: first');
    health.goesOn('tweets-raw/1');
    expect(health.ready().ok).toBe(true);
    await pass(10_000);
    expect(health.ready().detail).toBe('waiting for 30 s: second');
  });

  it.each([
    ['rebalancing', 'the group is rebalancing'],
    ['an interruption', 'away'],
  ])('bears %s for 30 s, and is not ready after that', async (what, reason) => {
    const { health, clock, gauge } = setUp();
    health.joined();
    if (what === 'rebalancing') {
      health.rebalancing();
    } else {
      health.interrupted(reason);
    }
    await clock.advance(29_000);
    expect(health.ready()).toEqual({ ok: true, detail: `out of the group for 29 s: ${reason}` });
    await clock.advance(6_000);
    expect(health.ready()).toEqual({ ok: false, detail: `out of the group for 35 s: ${reason}` });
    expect(await gauge('pipeline_consumer_retrying_seconds')).toBe(35);
    health.joined();
    expect(health.ready()).toEqual({ ok: true });
  });

  it('counts one absence, whatever its parts are', async () => {
    const { health, clock } = setUp();
    health.joined();
    health.rebalancing();
    await clock.advance(20_000);
    health.interrupted('away');
    await clock.advance(15_000);
    expect(health.ready()).toEqual({ ok: false, detail: 'out of the group for 35 s: away' });
  });

  it('is not ready when the coordinator is silent for a session', async () => {
    const { health, clock } = setUp();
    health.joined();
    await clock.advance(30_000);
    expect(health.ready()).toEqual({ ok: false, detail: 'no heartbeat answered for 30 s' });
    health.heartbeat();
    expect(health.ready()).toEqual({ ok: true });
  });

  it('is not ready while paused, and stays alive: a restart would not help', async () => {
    const { health, gauge } = setUp();
    health.joined();
    expect(await gauge('pipeline_consumer_paused')).toBe(0);
    expect([health.paused('too many'), health.paused('too many')]).toEqual([true, false]);
    expect([health.ready(), health.live()]).toEqual([{ ok: false, detail: 'too many' }, { ok: true }]);
    expect(await gauge('pipeline_consumer_paused')).toBe(1);
  });

  it('is neither ready nor alive at its end, stopped or not', () => {
    const { health } = setUp();
    health.joined();
    health.ended('has ended: x');
    health.stopped();
    expect(health.live()).toEqual({ ok: false, detail: 'has ended: x' });
    expect(health.ready().ok).toBe(false);
  });

  it('is alive and not ready when stopped', () => {
    const { health } = setUp();
    health.joined();
    health.stopped();
    expect([health.live(), health.ready()]).toEqual([
      { ok: true },
      { ok: false, detail: 'the consumer stopped' },
    ]);
  });
});
