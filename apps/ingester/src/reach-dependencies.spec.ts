import { PipelineError } from '@tdp/service';
import { createFakeClock } from '@tdp/service/testing';
import { observe } from '../test-support/observed';
import { createDependencies } from './reach-dependencies';

function setUp(outcomes: readonly (Error | null)[]) {
  const clock = createFakeClock();
  const { logger, lines } = observe();
  let checks = 0;
  const component = createDependencies({
    check() {
      const outcome = outcomes[checks] ?? null;
      checks += 1;
      return outcome === null ? Promise.resolve() : Promise.reject(outcome);
    },
    clock,
    logger,
  });
  return { component, clock, lines, checks: () => checks };
}
const away = new PipelineError('REGISTRY_UNAVAILABLE', 'looking up a subject', {
  cause: new Error('refused'),
});

describe('dependencies', () => {
  it('are waited for, saying which is away and why', async () => {
    const { component, clock, lines, checks } = setUp([away, away]);
    const started = component.start();
    await clock.advance(2_000);
    await clock.advance(2_000);
    await started;
    expect(checks()).toBe(3);
    expect(lines[0]).toMatchObject({
      code: 'REGISTRY_UNAVAILABLE',
      detail: 'looking up a subject: refused',
    });
  });

  it('that are there and wrong end the start at once', async () => {
    const missing = new PipelineError('TOPIC_MISSING', 'checking topics: tweets-raw missing');
    const { component, checks } = setUp([missing]);
    await expect(component.start()).rejects.toBe(missing);
    expect(checks()).toBe(1);
  });

  it('are not waited for any longer when the service stops', async () => {
    const { component, clock } = setUp([away]);
    const started = component.start().catch((error: unknown) => error);
    await clock.advance(0);
    await component.stop();
    expect(await started).toEqual(new Error('stopping'));
  });
});
