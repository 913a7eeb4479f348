import { systemClock } from '../clock';
import { createLogger } from '../logger';
import { PipelineError } from '../pipeline-error';
import { startAll, stopAll, type Component } from './component';

const logger = createLogger({ service: 't', version: 't', level: 'silent' });

function recorder() {
  const calls: string[] = [];
  const component = (name: string, fail: { start?: Error; stop?: Error } = {}): Component => ({
    name,
    start() {
      calls.push(`start ${name}`);
      return fail.start ? Promise.reject(fail.start) : Promise.resolve();
    },
    stop() {
      calls.push(`stop ${name}`);
      return fail.stop ? Promise.reject(fail.stop) : Promise.resolve();
    },
  });
  return { calls, component };
}

describe('startAll', () => {
  it('starts in order', async () => {
    const { calls, component } = recorder();
    await startAll([component('a'), component('b')], { logger });
    expect(calls).toEqual(['start a', 'start b']);
  });

  it('rolls a half start back in reverse and throws its error', async () => {
    const { calls, component } = recorder();
    const error = new Error('no broker');
    const all = [component('a'), component('b', { start: error }), component('c')];
    await expect(startAll(all, { logger })).rejects.toBe(error);
    expect(calls).toEqual(['start a', 'start b', 'stop b', 'stop a']);
  });

  it('stops starting when told to stop', async () => {
    const { calls, component } = recorder();
    const stop = new AbortController();
    const a = component('a');
    const aborting: Component = {
      ...a,
      start: () => {
        stop.abort(new Error('stopping'));
        return a.start();
      },
    };
    await expect(startAll([aborting, component('b')], { logger, signal: stop.signal })).rejects.toThrow(
      'stopping',
    );
    expect(calls).toEqual(['start a', 'stop a']);
  });
});

describe('stopAll', () => {
  it('stops in reverse; one failure does not keep the others', async () => {
    const { calls, component } = recorder();
    const all = [component('a'), component('b', { stop: new Error('x') }), component('c')];
    await stopAll(all, { logger, clock: systemClock, deadlineMs: 1_000 });
    expect(calls).toEqual(['stop c', 'stop b', 'stop a']);
  });

  it('gives up at the deadline', async () => {
    const hanging: Component = {
      name: 'hanging',
      start: () => Promise.resolve(),
      stop: () => new Promise(() => undefined),
    };
    const stopped = stopAll([hanging], { logger, clock: systemClock, deadlineMs: 20 });
    await expect(stopped).rejects.toThrow(PipelineError);
  });
});
