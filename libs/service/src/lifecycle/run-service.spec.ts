import { EventEmitter } from 'node:events';
import { z } from 'zod';
import { baseConfigShape } from '../config/shapes';
import { PipelineError } from '../pipeline-error';
import { runService, type Service, type ServiceDeps } from './run-service';

const schema = z.object({ ...baseConfigShape, TOKEN: z.string() });
type Deps = ServiceDeps<z.infer<typeof schema>>;

/** A process of our own: signals are emitted at it, its exit is recorded. */
function run(build: (deps: Deps) => Service, env: Record<string, string> = {}) {
  const events = new EventEmitter();
  const exits: number[] = [];
  const firstExit = new Promise<number>((resolve) => {
    events.once('exited', resolve);
  });
  const host = {
    env: { LOG_LEVEL: 'silent', HTTP_HOST: '127.0.0.1', HTTP_PORT: '0', TOKEN: 't', ...env },
    on: (event: string, listener: (value: unknown) => void) => events.on(event, listener),
    exit: (code: number) => {
      exits.push(code);
      events.emit('exited', code);
    },
  };
  const started = runService({ service: 'test', schema, secrets: ['TOKEN'], process: host, build });
  return { started, events, exits, firstExit };
}

function component(
  calls: string[],
  name: string,
  behaviour: { start?: Promise<void>; stop?: Promise<void> } = {},
) {
  return {
    name,
    start: () => {
      calls.push(`start ${name}`);
      return behaviour.start ?? Promise.resolve();
    },
    stop: () => {
      calls.push(`stop ${name}`);
      return behaviour.stop ?? Promise.resolve();
    },
  };
}

describe('runService', () => {
  it('exits with 78 before touching anything when settings are wrong', async () => {
    let built = false;
    const { started, exits } = run(
      () => {
        built = true;
        return { components: [] };
      },
      { HTTP_PORT: 'x' },
    );
    await started;
    expect([exits, built]).toEqual([[78], false]);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('stops in reverse and exits with 0 on %s', async (signal) => {
    const calls: string[] = [];
    const { started, events, firstExit } = run(() => ({
      components: [component(calls, 'producer'), component(calls, 'consumer')],
    }));
    await started;
    events.emit(signal);
    expect(await firstExit).toBe(0);
    expect(calls).toEqual(['start producer', 'start consumer', 'stop consumer', 'stop producer']);
  });

  it.each(['uncaughtException', 'unhandledRejection'])(
    'stops in order and exits with 1 on %s',
    async (event) => {
      const calls: string[] = [];
      const { started, events, firstExit } = run(() => ({ components: [component(calls, 'a')] }));
      await started;
      events.emit(event, new Error('bug'));
      expect(await firstExit).toBe(1);
      expect(calls).toEqual(['start a', 'stop a']);
    },
  );

  it('stops in order and exits with 1 when a component reports a fatal error', async () => {
    let fail: (error: Error) => void = () => undefined;
    const { started, firstExit } = run(({ fatal }) => {
      fail = fatal;
      return { components: [] };
    });
    await started;
    fail(new Error('consumer crashed'));
    expect(await firstExit).toBe(1);
  });

  it('rolls back and exits with 1 when a component does not start', async () => {
    const calls: string[] = [];
    const failing = component(calls, 'b', { start: Promise.reject(new Error('topic missing')) });
    const { firstExit } = run(() => ({ components: [component(calls, 'a'), failing] }));
    expect(await firstExit).toBe(1);
    expect(calls.slice(0, 4)).toEqual(['start a', 'start b', 'stop b', 'stop a']);
  });

  it('exits with 0 when told to stop while starting', async () => {
    let release: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const calls: string[] = [];
    const { events, firstExit } = run(() => ({
      components: [component(calls, 'a', { start: slow }), component(calls, 'b')],
    }));
    while (calls.length === 0) {
      await new Promise(setImmediate);
    }
    events.emit('SIGTERM');
    release();
    expect(await firstExit).toBe(0);
    expect(calls).not.toContain('start b');
  });

  /** A component whose stop hangs until released. */
  function hangingComponent() {
    let release: () => void = () => undefined;
    const stop = new Promise<void>((resolve) => {
      release = resolve;
    });
    return { hanging: component([], 'a', { stop }), release: () => release() };
  }

  it('exits at once on a second signal', async () => {
    const { hanging, release } = hangingComponent();
    const { started, events, exits } = run(() => ({ components: [hanging] }));
    await started;
    events.emit('SIGTERM');
    events.emit('SIGTERM');
    expect(exits).toEqual([1]);
    release();
  });

  it('exits with 1 when stopping exceeds its deadline', async () => {
    const { hanging, release } = hangingComponent();
    const { started, events, firstExit } = run(() => ({ components: [hanging] }), { STOP_DEADLINE_MS: '20' });
    await started;
    events.emit('SIGTERM');
    expect(await firstExit).toBe(1);
    release();
  });

  it('lets a fatal error drain to its end when the first signal arrives meanwhile', async () => {
    const { hanging, release } = hangingComponent();
    const { started, events, exits, firstExit } = run(() => ({ components: [hanging] }));
    await started;
    events.emit('uncaughtException', new Error('bug'));
    events.emit('SIGTERM');
    expect(exits).toEqual([]);
    release();
    expect(await firstExit).toBe(1);
  });

  it('exits with 1 when a component could not be stopped', async () => {
    const failing = component([], 'a', { stop: Promise.reject(new Error('flush failed')) });
    const { started, events, firstExit } = run(() => ({ components: [failing] }));
    await started;
    events.emit('SIGTERM');
    expect(await firstExit).toBe(1);
  });

  it('gives up at the deadline when told to stop while a start hangs', async () => {
    const calls: string[] = [];
    let release: () => void = () => undefined;
    const hang = new Promise<void>((resolve) => {
      release = resolve;
    });
    const hanging = component(calls, 'a', { start: hang });
    const { events, firstExit } = run(() => ({ components: [hanging] }), { STOP_DEADLINE_MS: '20' });
    while (calls.length === 0) {
      await new Promise(setImmediate);
    }
    events.emit('SIGTERM');
    expect(await firstExit).toBe(1);
    expect(calls).toEqual(['start a']);
    release();
  });

  it.each([
    [
      'building',
      (error: Error) => () => {
        throw error;
      },
    ],
    [
      'starting',
      (error: Error) => () => ({ components: [component([], 'a', { start: Promise.reject(error) })] }),
    ],
  ])('exits with 78 when %s finds the rules invalid', async (_when, buildWith) => {
    const { started, exits } = run(buildWith(new PipelineError('RULES_INVALID', 'reading the rules')));
    await started;
    expect(exits).toEqual([78]);
  });
});
