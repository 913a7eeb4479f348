import { PassThrough } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { EmissionLog } from '../posts/emission-log';
import type { Emitter } from '../stream/emitter';
import type { StreamControl } from '../stream/stream-control';

export interface ControlDeps {
  readonly control: StreamControl;
  readonly log: EmissionLog;
  readonly emitter: Emitter;
  /** Whether a replay has delivered all its lines; false when nothing is replayed. */
  readonly replayDone: () => boolean;
}

/** /simulator: what tests and tools see and steer; no part of X's API. */
export function controlRoutes(
  app: FastifyInstance,
  { control, log, emitter, replayDone }: ControlDeps,
): void {
  const status = () => ({
    rate: control.rate(),
    paused: control.isPaused(),
    emitted: log.total(),
    undelivered: emitter.undelivered(),
    slowReaders: emitter.slowReaders(),
    connections: emitter.connections(),
    replayDone: replayDone(),
    behindMs: Math.round(emitter.behindMs()),
  });

  app.get('/simulator/status', () => status());

  app.put('/simulator/rate', (request, reply) => {
    const rate = (request.body as { rate?: unknown } | undefined)?.rate;
    if (typeof rate !== 'number' || !(rate >= 0 && rate <= 100_000)) {
      return reply.code(400).send({ error: 'send {"rate": posts per second, 0 to 100000}' });
    }
    control.setRate(rate);
    return reply.send(status());
  });

  app.post('/simulator/pause', () => {
    control.pause();
    return status();
  });

  app.post('/simulator/resume', () => {
    control.resume();
    return status();
  });

  app.get('/simulator/emissions', (request, reply) => {
    const every = Math.max(1, Number((request.query as { every?: string }).every ?? 1) || 1);
    const lines = new PassThrough();
    let seen = 0;
    const unsubscribe = log.subscribe((emitted) => {
      seen += 1;
      // A reader that stalls misses samples; it must not hold the stream up or fill memory.
      if (seen % every === 0 && lines.writableLength < lines.writableHighWaterMark) {
        lines.write(`${JSON.stringify(emitted)}\n`);
      }
    });
    request.raw.once('close', () => {
      unsubscribe();
      lines.end();
    });
    return reply.type('application/x-ndjson').send(lines);
  });
}
