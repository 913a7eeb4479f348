import { PipelineError } from '../pipeline-error';
import { createFakeClock, createRecordingLogger } from '../testing';
import { waitForDependency } from './wait-for-dependency';

const away = new PipelineError('REGISTRY_UNAVAILABLE', 'looking up a subject', {
  cause: new Error('refused'),
  retriable: true,
});

function setUp(outcomes: readonly (Error | 'hangs' | null)[]) {
  const clock = createFakeClock();
  const { logger, lines } = createRecordingLogger();
  const stop = new AbortController();
  let checks = 0;
  const check = (): Promise<void> => {
    const outcome = outcomes[checks] ?? null;
    checks += 1;
    if (outcome === 'hangs') {
      return new Promise(() => undefined);
    }
    return outcome === null ? Promise.resolve() : Promise.reject(outcome);
  };
  const waiting = waitForDependency(check, { clock, logger, stopping: stop.signal });
  waiting.catch(() => undefined);
  return { waiting, clock, lines, stop, checks: () => checks };
}

describe('waitForDependency', () => {
  it('waits, saying what is away and why', async () => {
    const { waiting, clock, lines, checks } = setUp([away, away]);
    await clock.advance(2_000);
    await clock.advance(2_000);
    await waiting;
    expect(checks()).toBe(3);
    expect(lines[0]).toMatchObject({
      code: 'REGISTRY_UNAVAILABLE',
      detail: 'looking up a subject: refused',
    });
  });

  it.each([
    ['a server that is there and wrong', new PipelineError('TOPIC_MISSING', 'checking topics: x missing')],
    ['a bug', new TypeError('x is not a function')],
  ])('does not wait for %s', async (_what, error) => {
    const { waiting, checks } = setUp([error]);
    await expect(waiting).rejects.toBe(error);
    expect(checks()).toBe(1);
  });

  it.each([
    ['between two checks', away],
    ['while a check hangs', 'hangs' as const],
  ])('waits no longer when the service stops %s', async (_when, outcome) => {
    const { waiting, clock, stop } = setUp([outcome]);
    await clock.advance(0);
    const reason = new Error('stopping');
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(clock.pendingTimers()).toBe(0);
  });
});
